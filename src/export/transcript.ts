import type { RecordingReport, Item, ToolCall } from '../analysis/report.js';

/** A line of a transcript: something that was said, called or went wrong. */
export interface TranscriptLine {
  readonly kind: 'user' | 'assistant' | 'tool' | 'problem' | 'reconnection';
  /** Milliseconds on the recording's clock. */
  readonly startMs: number;
  readonly endMs: number;
  /** What was said or typed; of a tool its name; of anything else a sentence. */
  readonly text: string;
  /** Typed, not spoken. */
  readonly typed?: boolean;
  /** It was spoken, or it is an image: the text only says so. */
  readonly wordless?: boolean;
  /** The reply was cut off. */
  readonly interrupted?: boolean;
  /** The end of `text` that was not heard. */
  readonly unheard?: string;
  /** Of a tool: what it was called with, and what came back. */
  readonly call?: ToolCall;
}

/** The conversation with its tool calls, problems and reconnections, in the order in which they began. */
export function transcriptOf(report: RecordingReport): readonly TranscriptLine[] {
  const { items, toolCalls, problems, reconnections, session } = report;
  const unheard = new Map(
    report.interruptions.map((each) => [each.itemId, each.unheardText] as const),
  );
  const lines = [
    ...items.filter(({ text }) => text !== '').map((item) => itemLine(item, unheard.get(item.id))),
    ...toolCalls.map((call): TranscriptLine => ({
      kind: 'tool',
      startMs: call.startMs,
      endMs: call.endMs ?? call.startMs,
      text: call.server === undefined ? call.name : `${call.server}.${call.name}`,
      call,
    })),
    ...problems.map(({ atMs, level, text }): TranscriptLine => ({
      kind: 'problem',
      startMs: atMs,
      endMs: atMs,
      text: `${level}: ${text}`,
    })),
    ...reconnections.map(({ startMs, endMs, reason }): TranscriptLine => ({
      kind: 'reconnection',
      startMs,
      endMs: endMs ?? Math.max(startMs, session.durationMs),
      text: `connection lost: ${reason}`,
    })),
  ];
  return lines.sort((left, right) => left.startMs - right.startMs);
}

function itemLine(item: Item, unheard: string | undefined): TranscriptLine {
  return {
    kind: item.speaker,
    startMs: item.startMs,
    endMs: item.endMs,
    text: item.text,
    ...(item.typed ? { typed: true } : {}),
    ...(item.wordless ? { wordless: true } : {}),
    ...(item.interrupted ? { interrupted: true } : {}),
    ...(unheard === undefined || unheard === '' ? {} : { unheard }),
  };
}

/** Names of the two sides, for people. */
export const speakerNames = { user: 'You', assistant: 'Assistant' } as const;
