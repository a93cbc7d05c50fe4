import { createReadStream } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import type { Input } from '../../session/inputs.js';
import { isJsonObject } from '../../shared/json.js';
import { LineSplitter } from '../lines/line-splitter.js';
import { recorderLine } from '../lines/write-line.js';
import { LogReader, type LogStart } from '../log-reader.js';
import { timelineRateHz } from '../wav-timeline.js';
import { lost, mended, type Finding } from './finding.js';
import { replaceFile } from './replace-file.js';

/** An event log as a repair found it. */
export interface LogFacts {
  readonly start: LogStart;
  /** It has its last line. */
  readonly isEnded: boolean;
  /** Torn lines, the last one included. */
  readonly tornLines: number;
  readonly isLastTorn: boolean;
  /** The last line is whole, but its line feed is missing. */
  readonly lacksLineFeed: boolean;
  /** Session time of the last whole line. */
  readonly lastMs: number;
  /** Where the sound ends that the log speaks of, in samples of the WAV's rate. */
  readonly soundEnd: number;
}

/**
 * Reads an event log to its end.
 * @throws VoiceliveError `not-a-recording` or `recording-too-new`, exit code 2; or what the file system throws
 */
export async function readLogFacts(path: string): Promise<LogFacts> {
  const reader = new LogReader(path);
  let soundEnd = 0;
  const take = (input: Input): void => {
    soundEnd = Math.max(soundEnd, soundEndOf(input, reader.start));
  };
  let tornLines = 0;
  let lastMs = 0;
  let isLastTorn = false;
  for await (const { text, bytes } of linesOf(path)) {
    for (const { inputs } of reader.push(bytes)) inputs.forEach(take);
    const t = timeOf(text);
    isLastTorn = t === undefined;
    if (t === undefined) tornLines += 1;
    else lastMs = Math.max(lastMs, t);
  }
  for (const { inputs } of reader.end()) inputs.forEach(take);
  const { start, account } = reader;
  if (start === undefined) throw new Error('a log without a header was read to its end');
  return {
    start,
    isEnded: account.ended,
    tornLines,
    isLastTorn,
    lacksLineFeed: !(await endsWithLineFeed(path)),
    lastMs,
    soundEnd,
  };
}

/** What a repair of the log comes to. */
export function logFindings(facts: LogFacts): readonly Finding[] {
  const { isEnded, tornLines, isLastTorn, lacksLineFeed } = facts;
  const inside = tornLines - (isLastTorn ? 1 : 0);
  return [
    ...(isLastTorn ? [mended('The last line of the event log was torn and is cut off.')] : []),
    ...(inside === 0
      ? []
      : [mended(`Damaged lines of the event log are marked as lost: ${inside}.`)]),
    ...(tornLines === 0
      ? []
      : [
          lost(
            tornLines === 1 ? '1 line of the event log.' : `${tornLines} lines of the event log.`,
          ),
        ]),
    ...(lacksLineFeed && !isLastTorn
      ? [mended('The last line of the event log had no line feed.')]
      : []),
    ...(isEnded
      ? []
      : [mended('The event log had no last line, as its program was killed: it has one now.')]),
  ];
}

/** Writes the log anew: torn lines become counts of lost ones, and it gets a last line. */
export async function mendLog(path: string, facts: LogFacts): Promise<void> {
  await replaceFile(path, 'empty', async (copy) => {
    const write = lineWriter(copy);
    let lines = 0;
    let nowMs = facts.start.initial.nowMs;
    const writeLost = async (): Promise<void> => {
      if (lines > 0) await write(JSON.stringify(recorderLine('lines-lost', nowMs, { lines })));
      lines = 0;
    };
    for await (const { text } of linesOf(path)) {
      const t = timeOf(text);
      if (text === undefined || t === undefined) {
        lines += 1;
        continue;
      }
      await writeLost();
      nowMs = Math.max(nowMs, t);
      await write(text);
    }
    await writeLost();
    if (!facts.isEnded) {
      const what = logFindings(facts).map((finding) => finding.text);
      await write(JSON.stringify(recorderLine('repaired', facts.lastMs, { what })));
    }
    await write.end();
  });
}

interface LineWriter {
  (line: string): Promise<void>;
  end(): Promise<void>;
}

/** Collects lines to write them in larger pieces. */
function lineWriter(file: FileHandle): LineWriter {
  let piece = '';
  const end = async (): Promise<void> => {
    await file.appendFile(piece);
    piece = '';
  };
  const write = async (line: string): Promise<void> => {
    piece += `${line}\n`;
    if (piece.length > 256 * 1024) await end();
  };
  return Object.assign(write, { end });
}

async function* linesOf(
  path: string,
): AsyncGenerator<{ readonly text: string | undefined; readonly bytes: Uint8Array }> {
  const splitter = new LineSplitter();
  for await (const chunk of createReadStream(path)) {
    if (!(chunk instanceof Buffer)) continue;
    for (const { text } of splitter.push(chunk)) yield { text, bytes: bytesOf(text) };
  }
  for (const { text } of splitter.end()) yield { text, bytes: bytesOf(text) };
}

function bytesOf(text: string | undefined): Uint8Array {
  return Buffer.from(`${text ?? ''}\n`);
}

/** The time of a line, 0 for the header; undefined for a line that is not a JSON object. */
function timeOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    if (!isJsonObject(value)) return undefined;
    const { t } = value;
    return typeof t === 'number' ? t : 0;
  } catch {
    return undefined;
  }
}

function soundEndOf(input: Input, start: LogStart | undefined): number {
  if (start === undefined) return 0;
  const { inputRateHz, outputRateHz } = start.header.options;
  const wavRateHz = timelineRateHz(inputRateHz, outputRateHz);
  if (input.type === 'sent' && input.audio?.offset !== undefined) {
    const { offset, length } = input.audio;
    return offset + (length * wavRateHz) / inputRateHz;
  }
  if (input.type !== 'played') return 0;
  return Math.max(
    0,
    ...input.runs.map(({ atSample, samples }) =>
      atSample === undefined ? 0 : atSample + (samples * wavRateHz) / outputRateHz,
    ),
  );
}

async function endsWithLineFeed(path: string): Promise<boolean> {
  const file = await open(path);
  try {
    const { size } = await file.stat();
    const { buffer } = await file.read(Buffer.alloc(1), 0, 1, Math.max(0, size - 1));
    return size === 0 || buffer[0] === 10;
  } finally {
    await file.close();
  }
}
