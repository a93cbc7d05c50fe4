import { open, type FileHandle } from 'node:fs/promises';
import { StereoLevelMeter, type FrameLevels } from '../../audio/pure/frame-levels.js';
import { decodeALaw, decodeMuLaw } from '../../audio/pure/g711.js';
import { samplesToMs } from '../../audio/pure/pcm.js';
import { readWavLayout, wavHeadBytes, type WavLayout } from '../../recording/wav-layout.js';
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

interface SoundLayout {
  readonly rateHz: number;
  readonly encoding: Encoding;
  /** Where the samples are in the file. */
  readonly start: number;
  readonly bytes: number;
}

const chunkBytes = 1024 * 1024;
const channels = 2;

interface Encoding {
  readonly bits: number;
  /** Samples of a piece, which keeps its memory. */
  readonly decode: (bytes: Buffer) => Int16Array;
}

/** By the format's code in the WAV: 16-bit PCM as the recorder writes it, G.711 as the sample recording has it. */
const encodings = new Map<number, Encoding>([
  [
    1,
    {
      bits: 16,
      decode: (piece) => new Int16Array(piece.buffer, piece.byteOffset, piece.length / 2),
    },
  ],
  [6, { bits: 8, decode: decodeALaw }],
  [7, { bits: 8, decode: decodeMuLaw }],
]);

function frameBytesOf({ bits }: Encoding): number {
  return (bits / 8) * channels;
}

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
    const layout = await layoutOf(file, size, path);
    const frames = Math.floor(layout.bytes / frameBytesOf(layout.encoding));
    return await use({ rateHz: layout.rateHz, frames, pieces: piecesOf(file, layout) });
  } finally {
    await file.close();
  }
}

/** Both sides' samples in pairs; each piece is valid until the next one is asked for. */
async function* piecesOf(
  file: FileHandle,
  { start, bytes, encoding }: SoundLayout,
): AsyncGenerator<Int32Array> {
  const frameBytes = frameBytesOf(encoding);
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
    const samples = encoding.decode(piece);
    yield new Int32Array(samples.buffer, samples.byteOffset, samples.length / channels);
  }
}

/** Finds the samples; a size that is open or beyond the file means "to the end". */
async function layoutOf(file: FileHandle, size: number, path: string): Promise<SoundLayout> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(wavHeadBytes), 0, wavHeadBytes, 0);
  const layout = wavLayout(buffer.subarray(0, bytesRead), path);
  const { rateHz, dataAt: start, dataBytes } = layout;
  const encoding = encodings.get(layout.code);
  if (encoding?.bits !== layout.bits || layout.channels !== channels || rateHz < 1000)
    throw unsupported(path);
  return { rateHz, encoding, start, bytes: Math.max(0, Math.min(dataBytes, size - start)) };
}

function wavLayout(head: Uint8Array, path: string): WavLayout {
  try {
    return readWavLayout(head);
  } catch {
    throw unsupported(path);
  }
}

function unsupported(path: string): VoiceliveError {
  return new VoiceliveError(`${path} is not a recording's WAV: stereo, 16-bit PCM or G.711.`, {
    code: 'wav-unsupported',
    exitCode: exitCodes.usage,
  });
}
