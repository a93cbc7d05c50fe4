import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { StereoSound } from '../../analysis/sound/read-sound.js';
import { wavHeader } from '../../audio/pure/wav.js';
import { VoiceliveError, exitCodes } from '../../shared/errors.js';
import type { OpusEncoder } from './encoders.js';

/** More than that no browser is sure to open. */
const maxWavBytes = 500_000_000;
const frameBytes = 4;

/**
 * The samples of a recording as a WAV file, in pieces. Each piece is valid until the next one is asked for.
 * @throws VoiceliveError `audio-too-large`, exit code 2
 */
export async function* wavPieces({
  rateHz,
  frames,
  pieces,
}: StereoSound): AsyncGenerator<Uint8Array> {
  const bytes = frames * frameBytes;
  if (bytes > maxWavBytes)
    throw new VoiceliveError(
      `The WAV has ${Math.round(bytes / 1_000_000)} MB: more than the 500 MB that a page can have.`,
      { code: 'audio-too-large', hint: 'Use --audio opus.', exitCode: exitCodes.usage },
    );
  yield wavHeader(rateHz, 2, bytes);
  for await (const pairs of pieces) yield bytesOf(pairs);
}

function bytesOf({ buffer, byteOffset, byteLength }: Int32Array): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}

/**
 * The samples of a recording as Opus in Ogg, from a program of the machine.
 * @throws VoiceliveError `encoder-failed` with what the program says
 */
export async function* opusPieces(
  { rateHz, pieces }: StereoSound,
  { program, args }: OpusEncoder,
  kilobits: number,
): AsyncGenerator<Uint8Array> {
  const child = spawn(program, args(rateHz, kilobits), { stdio: 'pipe' });
  try {
    let complaint = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      complaint = (complaint + text).slice(-500);
    });
    // A program that gives up does not read to the end; its exit code tells.
    child.stdin.on('error', () => undefined);
    const ended = once(child, 'close');
    // The loop below may end with an error of its own first.
    ended.catch(() => undefined);
    const fed = feed(child.stdin, pieces);
    fed.catch(() => undefined);
    for await (const piece of child.stdout) if (piece instanceof Uint8Array) yield piece;
    await fed;
    await ended;
    if (child.exitCode !== 0) throw encoderFailed(program, complaint);
  } catch (cause) {
    throw cause instanceof VoiceliveError ? cause : encoderFailed(program, String(cause));
  } finally {
    child.kill();
  }
}

/** Waits for each piece to be written: the next one takes its memory. */
async function feed(
  stdin: NodeJS.WritableStream,
  pieces: AsyncIterable<Int32Array>,
): Promise<void> {
  for await (const pairs of pieces) {
    const isWritten = await new Promise<boolean>((resolve) => {
      stdin.write(bytesOf(pairs), (failure) => {
        resolve(failure == null);
      });
    });
    if (!isWritten) return;
  }
  stdin.end();
}

function encoderFailed(program: string, complaint: string): VoiceliveError {
  const why = complaint.trim().split('\n').at(-1) ?? '';
  return new VoiceliveError(
    `${program} could not encode the audio${why === '' ? '' : `: ${why}`}`,
    {
      code: 'encoder-failed',
      hint: 'Use --audio wav or --audio none.',
    },
  );
}
