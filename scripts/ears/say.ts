import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { msToSamples } from '../../src/audio/pure/pcm.js';
import { parseWav, type WavAudio } from '../../src/audio/pure/wav.js';
import { createPrng } from '../../src/emulator/kernel/prng.js';
import type { Speaker } from './corpus.js';

/** Pace of flite's voices, words a minute. */
const flitePace = 165;
/** What a turn has around its speech: digital silence of the padding, then the room before and after it. */
const leadInMs = 400;
const roomBeforeMs = 100;
const roomAfterMs = 500;

/** Undefined when the program is not installed. */
export async function say(
  text: string,
  { program, voice }: Speaker,
  wordsPerMinute: number,
): Promise<WavAudio | undefined> {
  const folder = await mkdtemp(join(tmpdir(), 'voicelive-ears-'));
  const file = join(folder, 'speech.wav');
  const stretch = `duration_stretch=${flitePace / wordsPerMinute}`;
  const args =
    program === 'flite'
      ? ['-voice', voice, '--setf', stretch, '-t', text, '-o', file]
      : ['-v', voice, '-s', String(wordsPerMinute), '-a', '80', '-w', file, text];
  try {
    await promisify(execFile)(program, args);
    return parseWav(await readFile(file), file);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** A turn with this speech: after digital silence, in a room with pink noise. */
export function turnOf(
  { samples, sampleRateHz }: WavAudio,
  snrDb: number | undefined,
  seed: number,
): Int16Array {
  const leadIn = msToSamples(leadInMs, sampleRateHz);
  const before = msToSamples(roomBeforeMs, sampleRateHz);
  const after = msToSamples(roomAfterMs, sampleRateHz);
  const level = snrDb === undefined ? 0 : rms(samples) * 10 ** (-snrDb / 20);
  const turn = new Int16Array(leadIn + before + samples.length + after);
  const noise = pinkNoise(seed);
  for (let at = leadIn; at < turn.length; at += 1) {
    const speech = samples[at - leadIn - before] ?? 0;
    turn[at] = Math.max(-32_768, Math.min(32_767, Math.round(speech + noise() * level)));
  }
  return turn;
}

/** Level of the frames of 10 ms that are within 30 dB of the loudest: of the speech without its pauses. */
function rms(samples: Int16Array): number {
  const length = 160;
  const powers = Array.from({ length: Math.floor(samples.length / length) }, (_, index) =>
    samples
      .subarray(index * length, (index + 1) * length)
      .reduce((sum, sample) => sum + (sample * sample) / length, 0),
  );
  const active = powers.filter((power) => power > Math.max(...powers) / 1000);
  return Math.sqrt(active.reduce((sum, power) => sum + power, 0) / active.length);
}

/** Noise with equal power in every octave and an RMS of about 1 (Voss and McCartney: sums of halved rates). */
function pinkNoise(seed: number): () => number {
  const random = createPrng(seed);
  const rows = 12;
  const white = (): number => random.between(-1000, 1000) / 577 / Math.sqrt(rows);
  const held = Array.from({ length: rows }, white);
  let count = 0;
  return () => {
    count = (count + 1) % 2 ** rows;
    const row = count === 0 ? 0 : Math.min(rows - 1, 31 - Math.clz32(count & -count));
    held[row] = white();
    return held.reduce((sum, value) => sum + value, 0);
  };
}
