import { open, type FileHandle } from 'node:fs/promises';
import { messageOf } from '../../shared/errors.js';
import { headerBytes, largestRiffBytes, wavHeader } from '../wav-header.js';
import { readWavLayout, wavHeadBytes, type WavLayout } from '../wav-layout.js';
import { left, lost, mended, seconds, type Finding } from './finding.js';
import { replaceFile } from './replace-file.js';

/** What is to be done to a WAV. */
interface WavPlan {
  readonly findings: readonly Finding[];
  /** Undefined when it is right as it is. */
  readonly change?: { readonly header: Uint8Array; readonly at: number; readonly length: number }[];
  /** How long its sound is then; undefined when it cannot be read. */
  readonly durationMs?: number;
}

/**
 * Brings the sizes in a WAV's header and the file itself into agreement.
 * @param rateHz of a header that has to be written anew, when the log says it
 */
export async function mendWav(
  path: string,
  rateHz: number | undefined,
  dryRun: boolean,
): Promise<WavPlan> {
  const plan = await planned(path, rateHz);
  const { change } = plan;
  if (change === undefined || dryRun) return plan;
  await replaceFile(path, 'copy', async (copy) => {
    for (const { header, at, length } of change) {
      await copy.write(header, 0, header.length, at);
      await copy.truncate(length);
    }
  });
  return plan;
}

async function planned(path: string, rateHz: number | undefined): Promise<WavPlan> {
  let file: FileHandle;
  try {
    file = await open(path);
  } catch (thrown) {
    const isMissing = thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOENT';
    const why = isMissing ? 'is missing' : `cannot be read (${messageOf(thrown)})`;
    return { findings: [left(`session.wav ${why}: the recording has no sound.`)] };
  }
  try {
    const { size } = await file.stat();
    const { buffer, bytesRead } = await file.read(Buffer.alloc(wavHeadBytes), 0, wavHeadBytes, 0);
    const head = buffer.subarray(0, bytesRead);
    try {
      return await fitted(file, size, head, readWavLayout(head));
    } catch (thrown) {
      return withoutHeader(size, head, rateHz, messageOf(thrown));
    }
  } finally {
    await file.close();
  }
}

/** A file whose start never reached the disk is zeros there; whatever else it is, it is left alone. */
function withoutHeader(
  size: number,
  head: Uint8Array,
  rateHz: number | undefined,
  reason: string,
): WavPlan {
  const isBlank = head.subarray(0, headerBytes).every((byte) => byte === 0);
  if (!isBlank || rateHz === undefined)
    return { findings: [left(`session.wav cannot be used: ${reason}.`)] };
  const frames = Math.max(0, Math.floor((size - headerBytes) / 4));
  const durationMs = (frames * 1000) / rateHz;
  return {
    findings: [
      mended(`session.wav had no header: it is written anew, for ${seconds(durationMs)}.`),
    ],
    change: [{ header: wavHeader(rateHz, frames), at: 0, length: headerBytes + 4 * frames }],
    durationMs,
  };
}

async function fitted(
  file: FileHandle,
  size: number,
  head: Buffer,
  layout: WavLayout,
): Promise<WavPlan> {
  const { dataAt, dataBytes, sizeAt, channels, bits, rateHz } = layout;
  const frameBytes = (channels * bits) / 8;
  const there = size - dataAt;
  const ms = (bytes: number): number => (bytes / frameBytes / rateHz) * 1000;
  const says = sizeAt === undefined ? dataBytes : head.readUInt32LE(sizeAt);
  if (frameBytes === 0 || rateHz === 0)
    return { findings: [left('session.wav cannot be used: its format is not valid.')] };
  if (says <= there && (says === there || (await isFollowedByChunks(file, dataAt + says, size))))
    return { findings: [], durationMs: ms(says) };
  const whole = there - (there % frameBytes);
  const length = dataAt + whole;
  if (says === largestRiffBytes && length - 8 > largestRiffBytes)
    return { findings: [], durationMs: ms(whole) };
  const findings = [
    mended(
      `The header of session.wav said ${seconds(ms(says === largestRiffBytes ? 0 : says))} of sound; it says ${seconds(ms(whole))} now, as much as the file has.`,
    ),
    ...(says > there && says !== largestRiffBytes
      ? [lost(`${seconds(ms(says - whole))} of sound at the end of session.wav.`)]
      : []),
    ...(there > whole ? [lost(`${there - whole} bytes of half a sample frame.`)] : []),
  ];
  const header = corrected(head.subarray(0, dataAt), layout, length);
  if (header === undefined)
    return { findings: [left('The sizes in the header of session.wav are wrong.')] };
  return { findings, change: [{ header, at: 0, length }], durationMs: ms(whole) };
}

/** Chunks behind the sound are complete and end where the file does. */
async function isFollowedByChunks(file: FileHandle, from: number, size: number): Promise<boolean> {
  let at = from + (from % 2);
  while (at + 8 <= size) {
    const { buffer } = await file.read(Buffer.alloc(8), 0, 8, at);
    if (!/^[ -~]{4}$/.test(buffer.toString('latin1', 0, 4))) return false;
    const bytes = buffer.readUInt32LE(4);
    at += 8 + bytes + (bytes % 2);
  }
  return at === size || at === size + 1;
}

/** The start of the file with sizes for so many bytes; undefined where it has no room for them. */
function corrected(head: Uint8Array, layout: WavLayout, length: number): Buffer | undefined {
  const { dataAt, sizeAt, code, channels, bits, rateHz } = layout;
  const isOurs = dataAt === headerBytes && code === 1 && channels === 2 && bits === 16;
  if (isOurs) return Buffer.from(wavHeader(rateHz, (length - dataAt) / 4));
  if (sizeAt === undefined || length - 8 > largestRiffBytes) return undefined;
  const header = Buffer.from(head);
  header.writeUInt32LE(length - 8, 4);
  header.writeUInt32LE(length - dataAt, sizeAt);
  return header;
}
