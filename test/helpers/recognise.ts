import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { parseWav } from '../../src/audio/pure/wav.js';
import { createRecognitionThread } from '../../src/emulator/recognition/recognition-thread.js';
import type { Phrase } from '../../src/emulator/recognition/grammar.js';
import { patienceMs } from './patience.js';

/** Speech to listen to: a WAV file, or samples of one channel. */
export type Sound = string | { readonly samples: Int16Array; readonly rateHz: number };

/**
 * Which of some phrases is spoken in a sound, as it is written in the list; undefined when none is. Recognition runs in
 * the emulator's own thread for it (built into dist/ before the tests).
 * @throws Error when recognition is not available, so that a test cannot pass by deafness
 */
export async function recognise(
  sound: Sound,
  phrases: readonly (string | Phrase)[],
): Promise<string | undefined> {
  const { samples, rateHz } = typeof sound === 'string' ? await readSound(sound) : sound;
  const ears = await createRecognitionThread({
    phrases: phrases.map((phrase) =>
      typeof phrase === 'string' ? { pattern: phrase, slots: {} } : phrase,
    ),
    openDeadlineMs: patienceMs,
    answerDeadlineMs: patienceMs,
  });
  try {
    if (!ears.available || ears.warnings.length > 0) throw new Error(ears.warnings.join('; '));
    return await ears.recognise(samples, rateHz);
  } finally {
    await ears.close();
  }
}

async function readSound(path: string): Promise<{ samples: Int16Array; rateHz: number }> {
  const sound = parseWav(await readFile(path), path);
  return { samples: sound.samples, rateHz: sound.sampleRateHz };
}

/**
 * A sentence in the voice that the recogniser understands best: espeak-ng, en-us, 130 words a minute.
 * @param wordsPerMinute 160 still works for every phrase of the default scenario but `count to sixty`
 */
export async function sayWithEspeak(
  text: string,
  wordsPerMinute = 130,
): Promise<{ samples: Int16Array; rateHz: number }> {
  const folder = await mkdtemp(join(tmpdir(), 'voicelive-say-'));
  try {
    const textFile = join(folder, 'text.txt');
    const wavFile = join(folder, 'speech.wav');
    await writeFile(textFile, text);
    const voice = ['-v', 'en-us', '-s', String(wordsPerMinute)];
    await promisify(execFile)('espeak-ng', [...voice, '-f', textFile, '-w', wavFile]);
    return await readSound(wavFile);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
