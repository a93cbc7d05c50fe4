import { levelCellAt } from '../../session/playback/levels.js';
import { speakingTimeline, type TimelineCell } from '../../session/metrics/speaking-timeline.js';
import type { SessionState } from '../../session/state.js';
import { duration } from '../text/format.js';
import { joinSpans } from '../text/join-spans.js';
import { clipRow, span, type Row, type Span, type Style } from '../text/rows.js';
import { levelBar } from './meter.js';
import { remember } from './remember.js';
import type { Scene } from './scene.js';

/** Lower screens show the timeline in the latency panel only. */
const stripRows = 30;
const names = { user: ' you ', assistant: ' bot ' } as const;

/** True where the timeline stands above the status line: always there, so that nothing moves when someone speaks. */
export function showsTimelineStrip({ state, size }: Scene): boolean {
  return size.rows >= stripRows && size.columns >= 60 && state.options.mode !== 'text';
}

const cellsOf = remember(speakingTimeline);

/** Who spoke when and how loud: a lane for each side, with the latency of each reply before it and `✂` where it was cut. */
export function timelineRows(state: SessionState, width: number): readonly Row[] {
  const { spans, levels, nowMs } = state;
  const count = Math.max(0, width - names.user.length - 1);
  const cells = cellsOf(spans, levels, levelCellAt(nowMs), count);
  return lanes(cells, answersOf(state, cells).join(' '), width);
}

/** What a remembered row depends on: the latency of each reply that begins in the cells. */
function answersOf(
  { transcript }: SessionState,
  cells: readonly TimelineCell[],
): readonly string[] {
  return cells.flatMap(({ begins }) => {
    if (begins === undefined) return [];
    const reply = transcript.findLast(
      (entry) => entry.kind === 'assistant' && entry.itemId === begins,
    );
    const answerMs = reply?.kind === 'assistant' ? reply.answerMs : undefined;
    return [answerMs === undefined ? '-' : String(Math.round(answerMs))];
  });
}

const nothing = span(' ');

const lanes = remember(
  (cells: readonly TimelineCell[], answers: string, width: number): readonly Row[] => {
    const user = cells.map(({ userDb }) => bar(userDb, 'user'));
    const assistant = cells.map(({ assistantDb, cut }) =>
      cut === true ? span('✂', 'warning') : bar(assistantDb, 'assistant'),
    );
    const latencies = answers.split(' ');
    cells.forEach(({ begins, silenceMs }, at) => {
      if (silenceMs !== undefined) label(user, duration(silenceMs), at + 1);
      if (begins === undefined) return;
      const latency = latencies.shift() ?? '-';
      if (latency !== '-') label(assistant, latency, at - latency.length - 1);
    });
    return [lane('user', user, width), lane('assistant', assistant, width)];
  },
);

function bar(levelDb: number | undefined, style: Style): Span {
  return levelDb === undefined ? nothing : span(levelBar(levelDb), style);
}

/** Writes a text into empty cells of a lane; it is left out where it does not fit between the bars. */
function label(signs: Span[], text: string, from: number): void {
  const room = signs.slice(Math.max(0, from - 1), from + text.length + 1);
  if (from < 0 || from + text.length > signs.length) return;
  if (room.slice(0, -1).some((sign) => sign !== nothing)) return;
  signs.splice(from, text.length, ...text.split('').map((each) => span(each, 'dim')));
}

function lane(side: keyof typeof names, signs: readonly Span[], width: number): Row {
  return clipRow([span(names[side], 'dim'), ...joinSpans(signs)], width);
}
