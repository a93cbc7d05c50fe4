import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { encodeMuLaw } from '../src/audio/pure/g711.js';
import { msToSamples } from '../src/audio/pure/pcm.js';
import { resample } from '../src/audio/pure/resample.js';
import { clipsFolder } from '../src/emulator/voice/clips.js';
import { Espeak } from '../src/audio/files/espeak.js';
import { cities, lines, skies, story } from '../src/emulator/voice/default-lines.js';
import { numberVocabulary } from '../src/emulator/voice/numbers.js';
import { pieces, saidWords } from '../src/emulator/voice/text.js';
import { speechSpan } from '../src/emulator/voice/timing.js';
import { voiceProfile } from '../src/emulator/voice/voice-profile.js';

const rateHz = 16_000;
/** Margin kept around a clip. */
const marginMs = 15;
/** Two of them must fit into the second that counting aloud gives each number. */
const numberWordsPerMinute = 170;
const maxBytes = 1_500_000;

/** Every text that becomes a clip; the stand-in speaks everything else. */
function clipTexts(): readonly string[] {
  const sentences = [...Object.values(lines), story].flatMap((text) =>
    pieces(text).map((piece) => piece.text),
  );
  const frames = ['in', 'it is', 'degrees and', 'degrees'];
  const words = [...numberVocabulary, 'oh', "o'clock", 'hundred', 'point', ...skies, ...cities];
  return [...sentences, ...frames, ...words];
}

/** Renders the clips with espeak-ng and writes `clips.bin` (µ-law) and `clips.json`. */
async function makeClips(): Promise<void> {
  const espeak = new Espeak();
  const profile = voiceProfile('alloy');
  const quick = { ...profile, wordsPerMinute: numberWordsPerMinute };
  const index: Record<string, [number, number]> = {};
  const chunks: Uint8Array[] = [];
  let at = 0;
  for (const text of clipTexts()) {
    const said = saidWords(text).join(' ');
    if (Object.hasOwn(index, said)) continue;
    const result = await espeak.say(text, numberVocabulary.includes(text) ? quick : profile);
    if (result.kind !== 'sound') throw new Error(`espeak-ng could not say "${text}"`);
    const samples = resample(result.sound.samples, result.sound.sampleRateHz, rateHz);
    const span = speechSpan(samples);
    const margin = msToSamples(marginMs, rateHz);
    const clip = encodeMuLaw(samples.slice(Math.max(0, span.start - margin), span.end + margin));
    index[said] = [at, clip.length];
    chunks.push(clip);
    at += clip.length;
  }
  if (at > maxBytes) throw new Error(`the clips take ${at} bytes`);
  await mkdir(clipsFolder, { recursive: true });
  await writeFile(join(clipsFolder, 'clips.bin'), Buffer.concat(chunks));
  await writeFile(
    join(clipsFolder, 'clips.json'),
    `${JSON.stringify({ rateHz, clips: index }, undefined, 2)}\n`,
  );
  console.log(`${Object.keys(index).length} clips, ${at} bytes`);
}

await makeClips();
