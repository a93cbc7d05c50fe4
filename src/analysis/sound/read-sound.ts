import { open, type FileHandle } from 'node:fs/promises';
import { StereoLevelMeter, type FrameLevels } from '../../audio/pure/frame-levels.js';
import { samplesToMs } from '../../audio/pure/pcm.js';
import { VoiceliveError, exitCodes } from '../../shared/errors.js';

/** Levels of both sides of a recording, without its samples. */
export interface SoundLevels {
  readonly sampleRateHz: number;
  readonly durationMs: number;
  /** Left: the microphone. */
  readonly user: FrameLevels;
  /** Right: what was heard of the speaker. */
  readonly assistant: FrameLevels;
}

interface WavLayout {
  readonly rateHz: number;
  /** Where the samples are in the file. */
  readonly start: number;
  readonly bytes: number;
}

const headBytes = 64 * 1024;
const chunkBytes = 1024 * 1024;
const channels = 2;
const frameBytes = 2 * channels;
const pcm = 1;
const extensible = 0xfffe;

/** An open WAV of a recording. */
export interface StereoSound {
  readonly rateHz: number;
  /** Pairs of samples. */
  readonly frames: number;
  /** All of them, a left and a right one in each number; a piece is valid until the next one is asked for. */
  readonly pieces: AsyncIterable<Int32Array>;
}

/**
 * Measures a recording's WAV in one pass, in pieces of 1 MiB, while the next piece is read.
 * @throws VoiceliveError `wav-unsupported`, exit code 2, for a file that no recorder wrote; or what the file system throws
 */
export function readSound(path: string): Promise<SoundLevels> {
  return withSound(path, async ({ rateHz, frames, pieces }) => {
    const meter = new StereoLevelMeter(rateHz);
    for await (const pairs of pieces) meter.push(pairs);
    const { left: user, right: assistant } = meter.end();
    return { sampleRateHz: rateHz, durationMs: samplesToMs(frames, rateHz), user, assistant };
  });
}

/**
 * Opens a recording's WAV for as long as `use` takes.
 * @throws as `readSound`
 */
export async function withSound<Result>(
  path: string,
  use: (sound: StereoSound) => Promise<Result>,
): Promise<Result> {
  const file = await open(path);
  try {
    const { size } = await file.stat();
    const { rateHz, start, bytes } = await layoutOf(file, size, path);
    const frames = Math.floor(bytes / frameBytes);
    return await use({ rateHz, frames, pieces: piecesOf(file, start, bytes) });
  } finally {
    await file.close();
  }
}

/** Both sides' samples in pairs; each piece is valid until the next one is asked for. */
async function* piecesOf(
  file: FileHandle,
  start: number,
  bytes: number,
): AsyncGenerator<Int32Array> {
  const end = start + bytes - (bytes % frameBytes);
  let position = start;
  const read = async (buffer: Buffer): Promise<Buffer> => {
    const length = Math.min(chunkBytes, end - position);
    if (length === 0) return buffer.subarray(0, 0);
    const { bytesRead } = await file.read(buffer, 0, length, position);
    const whole = bytesRead - (bytesRead % frameBytes);
    position += whole;
    return buffer.subarray(0, whole);
  };
  let [spare, inUse] = [Buffer.alloc(chunkBytes), Buffer.alloc(chunkBytes)];
  let next = read(inUse);
  for (;;) {
    const piece = await next;
    if (piece.length === 0) return;
    next = read(spare);
    [spare, inUse] = [inUse, spare];
    yield new Int32Array(piece.buffer, piece.byteOffset, piece.length / frameBytes);
  }
}

/** Finds the samples; a size that is open (0, -1) or beyond the file means "to the end". */
async function layoutOf(file: FileHandle, size: number, path: string): Promise<WavLayout> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(headBytes), 0, headBytes, 0);
  const head = buffer.subarray(0, bytesRead);
  const name = (at: number): string => head.toString('latin1', at, at + 4);
  if (!['RIFF', 'RF64'].includes(name(0)) || name(8) !== 'WAVE') throw unsupported(path);
  let rateHz: number | undefined;
  for (let at = 12; at + 8 <= bytesRead;) {
    const length = head.readUInt32LE(at + 4);
    if (name(at) === 'fmt ' && at + 24 <= bytesRead) {
      const isPcm = [pcm, extensible].includes(head.readUInt16LE(at + 8));
      const isStereo16 =
        head.readUInt16LE(at + 10) === channels && head.readUInt16LE(at + 22) === 16;
      if (!isPcm || !isStereo16) throw unsupported(path);
      rateHz = head.readUInt32LE(at + 12);
    }
    if (name(at) === 'data' && rateHz !== undefined && rateHz >= 1000) {
      const start = at + 8;
      const isOpen = length === 0 || length === 0xffff_ffff;
      return { rateHz, start, bytes: isOpen ? size - start : Math.min(length, size - start) };
    }
    at += 8 + length + (length % 2);
  }
  throw unsupported(path);
}

function unsupported(path: string): VoiceliveError {
  return new VoiceliveError(`${path} is not a recording's WAV: stereo, PCM, 16 bits.`, {
    code: 'wav-unsupported',
    exitCode: exitCodes.usage,
  });
}
