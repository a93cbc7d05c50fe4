import type { RecordingReport, Turn } from '../../analysis/report.js';
import { escapeVisibly } from '../../shared/escape-visibly.js';
import type { Row } from '../../tui/text/rows.js';
import { wrap } from '../../tui/text/wrap.js';
import { columns, heading, type Cell } from '../inspect/lines.js';

const figuresWidth = 30;

/** What the user's turns were in both recordings, as the service understood them, and how long each answer took. */
export function turnsBeside(
  report: RecordingReport,
  baseline: RecordingReport,
  width: number,
): readonly Row[] {
  const count = Math.max(report.turns.length, baseline.turns.length);
  const rows = Array.from({ length: count }, (_, index): readonly (readonly Cell[])[] => {
    const before = baseline.turns[index];
    const now = report.turns[index];
    const [was, is] = [textOf(before, baseline), textOf(now, report)];
    const label = (text: string): string =>
      shortened(`${String(index + 1).padStart(2)}  ${text}`, width - figuresWidth);
    const figures = [{ text: latencyOf(before) }, { text: latencyOf(now) }];
    if (was === is) return [[{ text: label(was) }, ...figures]];
    return [
      [{ text: label(was) }, ...figures],
      [{ text: shortened(`    now: ${is}`, width - figuresWidth), style: 'warning' }],
    ];
  });
  return count === 0
    ? []
    : [...heading('Turns'), ...columns(['', 'baseline', 'this'], rows.flat())];
}

function textOf(turn: Turn | undefined, { items }: RecordingReport): string {
  if (turn === undefined) return '(no turn)';
  const texts = items
    .filter(({ id, speaker }) => speaker === 'user' && turn.itemIds.includes(id))
    .map(({ text }) => text.trim());
  return texts.join(' ') || '(no words)';
}

function latencyOf(turn: Turn | undefined): string {
  const ms = turn?.latency.samplesMs ?? turn?.latency.eventsMs;
  return ms === undefined ? '–' : `${String(Math.round(ms))} ms`;
}

function shortened(text: string, width: number): string {
  const [line, ...more] = wrap(escapeVisibly(text), width);
  return `${line?.text ?? ''}${more.length > 0 ? '…' : ''}`;
}
