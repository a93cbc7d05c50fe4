import type { FileHandle } from 'node:fs/promises';
import { withSound } from '../analysis/sound/read-sound.js';
import { wavHeader } from '../audio/pure/wav.js';

const mono = 1;
const bytesPerSample = 2;
/** Samples in one write. */
const batchSamples = 262_144;

/**
 * Writes each side of a recording's WAV to a file of its own, as it is read.
 * @param silent of the same length, without the sound
 * @throws VoiceliveError `wav-unsupported`, exit code 2; or what the file system throws
 */
export async function writeMonoWavs(
  wav: string,
  { user, assistant }: { readonly user: FileHandle; readonly assistant: FileHandle },
  silent: boolean,
): Promise<void> {
  await withSound(wav, async ({ rateHz, frames, pieces }) => {
    const header = wavHeader(rateHz, mono, frames * bytesPerSample);
    for (const file of [user, assistant]) {
      await file.write(header);
      if (silent) await file.truncate(header.length + frames * bytesPerSample);
    }
    if (silent) return;
    const left = new Int16Array(batchSamples);
    const right = new Int16Array(batchSamples);
    for await (const pairs of pieces)
      for (let from = 0; from < pairs.length; from += batchSamples) {
        const part = pairs.subarray(from, from + batchSamples);
        for (const [at, pair] of part.entries()) {
          left[at] = pair;
          right[at] = pair >> 16;
        }
        await user.write(new Uint8Array(left.buffer, 0, part.length * bytesPerSample));
        await assistant.write(new Uint8Array(right.buffer, 0, part.length * bytesPerSample));
      }
  });
}
