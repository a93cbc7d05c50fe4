import type { FileHandle } from 'node:fs/promises';
import { withSound } from '../analysis/sound/read-sound.js';
import { wavHeader } from '../audio/pure/wav.js';

const stereo = 2;
const frameBytes = 4;

/**
 * Writes a recording's WAV with silence in place of the sound, as long as it is.
 * @throws VoiceliveError `wav-unsupported`, exit code 2; or what the file system throws
 */
export async function writeSilentWav(wav: string, file: FileHandle): Promise<void> {
  await withSound(wav, async ({ rateHz, frames }) => {
    const header = wavHeader(rateHz, stereo, frames * frameBytes);
    await file.write(header);
    await file.truncate(header.length + frames * frameBytes);
  });
}
