import { access, constants } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { VoiceliveError, exitCodes } from '../../shared/errors.js';
import type { AudioWish } from './audio-choice.js';

/** A program that reads stereo PCM of 16 bits from stdin and writes Opus in Ogg to stdout. */
export interface OpusEncoder {
  readonly program: string;
  readonly args: (rateHz: number, kilobits: number) => readonly string[];
}

const encoders: readonly OpusEncoder[] = [
  {
    program: 'opusenc',
    args: (rateHz, kilobits) =>
      `--quiet --raw --raw-rate ${rateHz} --raw-chan 2 --bitrate ${kilobits} - -`.split(' '),
  },
  {
    program: 'ffmpeg',
    args: (rateHz, kilobits) =>
      `-loglevel error -f s16le -ar ${rateHz} -ac 2 -i pipe:0 -c:a libopus -b:a ${kilobits}k -f ogg pipe:1`.split(
        ' ',
      ),
  },
];

/**
 * The encoder of a page with this audio, looked for before a long recording is read; undefined where the machine has none,
 * which matters only to a wish for Opus.
 * @param path folders, as in PATH
 * @throws VoiceliveError `no-opus-encoder`, exit code 2
 */
export async function encoderFor(wish: AudioWish, path: string): Promise<OpusEncoder | undefined> {
  const encoder = await findOpusEncoder(path);
  if (encoder !== undefined || wish.kind !== 'opus') return encoder;
  throw new VoiceliveError('--audio opus needs opusenc or ffmpeg, and neither is installed.', {
    code: 'no-opus-encoder',
    hint: 'Install one (apt-get install opus-tools), or use --audio wav.',
    exitCode: exitCodes.usage,
  });
}

async function findOpusEncoder(path: string): Promise<OpusEncoder | undefined> {
  for (const encoder of encoders)
    for (const folder of path.split(delimiter)) {
      const isThere = await access(join(folder, encoder.program), constants.X_OK).then(
        () => true,
        () => false,
      );
      if (folder !== '' && isThere) return encoder;
    }
  return undefined;
}
