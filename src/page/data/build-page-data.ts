import type { Item, RecordingReport, Turn } from '../../analysis/report.js';
import { visible } from '../html.js';
import { packWords, type PageData, type PageMark } from './page-data.js';
import { shortened, type SpokenText } from './spoken-text.js';

/** Characters of a name or message on the time line. */
const maxLabel = 120;
/** Marks and tool calls on the time line. */
const maxMarks = 5_000;

/** @param texts of the report's items, in their order */
export function buildPageData(
  report: RecordingReport,
  texts: readonly SpokenText[],
  parts: Pick<PageData, 'events' | 'waves' | 'audio'>,
): PageData {
  const { items, toolCalls, session, sound } = report;
  return {
    version: 1,
    durationMs: Math.ceil(Math.max(session.durationMs, sound?.durationMs ?? 0, 1)),
    items: items.map(({ speaker, startMs, endMs }, index) => ({
      side: speaker,
      startMs: Math.round(startMs),
      endMs: Math.round(endMs),
      words: packWords(texts[index]?.words ?? []),
    })),
    turns: report.turns.flatMap((turn) => {
      const startMs = turnStart(turn, items);
      return startMs === undefined ? [] : [{ number: turn.number, startMs: Math.round(startMs) }];
    }),
    tools: toolCalls.slice(0, maxMarks).map(({ name, outcome, startMs, endMs = startMs }) => ({
      text: label(`${name} ${outcome}`),
      startMs: Math.round(startMs),
      endMs: Math.round(endMs),
    })),
    marks: marksOf(report),
    ...parts,
  };
}

/** When a turn begins: with the first of its items, or where none has words, when it ended. */
export function turnStart(turn: Turn, items: readonly Item[]): number | undefined {
  const starts = items.filter((item) => belongsTo(item, turn)).map(({ startMs }) => startMs);
  return starts.length > 0 ? Math.min(...starts) : (turn.endMs ?? turn.answeredMs);
}

function belongsTo({ id, responseId }: Item, { itemIds, responseIds }: Turn): boolean {
  return itemIds.includes(id) || (responseId !== undefined && responseIds.includes(responseId));
}

function marksOf({ interruptions, problems, reconnections }: RecordingReport): PageMark[] {
  const marks: readonly PageMark[] = [
    ...interruptions.map(({ atMs, cause, falseStop }) => ({
      kind: 'interruption' as const,
      atMs,
      text: `Interruption by ${cause}${falseStop ? ', a false stop' : ''}`,
    })),
    ...problems.map(({ level, atMs, text }) => ({ kind: level, atMs, text: label(text) })),
    ...reconnections.map(({ startMs, reason }) => ({
      kind: 'reconnection' as const,
      atMs: startMs,
      text: label(`Connection lost: ${reason}`),
    })),
  ];
  return marks
    .toSorted((a, b) => a.atMs - b.atMs)
    .slice(0, maxMarks)
    .map((mark) => ({ ...mark, atMs: Math.round(mark.atMs) }));
}

function label(text: string): string {
  return visible(shortened(text.replace(/\s+/g, ' '), maxLabel));
}
