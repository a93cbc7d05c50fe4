import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { openSound, piecesOf, type OpenSound } from '../../analysis/sound/read-sound.js';
import { wavHeader } from '../../audio/pure/wav.js';
import { VoiceliveError, exitCodes } from '../../shared/errors.js';
import type { OpusEncoder } from './encoders.js';

/** A data URL in one script element, or several, is as much as browsers take: more would not open. */
const maxWavBytes = 500_000_000;
const frameBytes = 4;

/**
 * The samples of a recording as a WAV file, in pieces. Each piece is valid until the next one is asked for.
 * @throws VoiceliveError for one that is too large for a page
 */
export async function* wavPieces(path: string): AsyncGenerator<Uint8Array> {
  const sound = await openSound(path);
  try {
    const bytes = sound.bytes - (sound.bytes % frameBytes);
    if (bytes > maxWavBytes)
      throw new VoiceliveError(
        `The WAV has ${Math.round(bytes / 1_000_000)} MB: more than the 500 MB that a page can have.`,
        { code: 'audio-too-large', hint: 'Use --audio opus.', exitCode: exitCodes.usage },
      );
    yield wavHeader(sound.rateHz, 2, bytes);
    yield* pcmOf(sound);
  } finally {
    await sound.file.close();
  }
}

async function* pcmOf({ file, start, bytes }: OpenSound): AsyncGenerator<Uint8Array> {
  for await (const pairs of piecesOf(file, start, bytes))
    yield new Uint8Array(pairs.buffer, pairs.byteOffset, pairs.byteLength);
}

/**
 * The samples of a recording as Opus in Ogg, from a program of the machine.
 * @throws VoiceliveError `encoder-failed` with what the program says
 */
export async function* opusPieces(
  path: string,
  { program, args }: OpusEncoder,
  kilobits: number,
): AsyncGenerator<Uint8Array> {
  const sound = await openSound(path);
  const child = spawn(program, args(sound.rateHz, kilobits), { stdio: 'pipe' });
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
    const fed = feed(child.stdin, pcmOf(sound));
    for await (const piece of child.stdout) if (piece instanceof Uint8Array) yield piece;
    await fed;
    await ended;
    if (child.exitCode !== 0) throw encoderFailed(program, complaint);
  } catch (cause) {
    throw cause instanceof VoiceliveError ? cause : encoderFailed(program, String(cause));
  } finally {
    child.kill();
    await sound.file.close();
  }
}

/** Waits for each piece to be written: the next one takes its memory. */
async function feed(
  stdin: NodeJS.WritableStream,
  pieces: AsyncIterable<Uint8Array>,
): Promise<void> {
  for await (const piece of pieces) {
    const isWritten = await new Promise<boolean>((resolve) => {
      stdin.write(piece, (failure) => {
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
