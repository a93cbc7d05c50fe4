import { access, constants } from 'node:fs/promises';
import { delimiter, join } from 'node:path';

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

/** The first encoder that this machine has. */
export async function findOpusEncoder(path: string): Promise<OpusEncoder | undefined> {
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
