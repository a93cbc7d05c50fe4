import type { TranscriptEntry } from '../../session/state.js';
import { escapeVisibly } from '../../shared/escape-visibly.js';
import { sanitise } from '../../shared/sanitise.js';
import type { Anchor } from '../keys/key-context.js';
import { clock, duration, estimatedUsd } from '../text/format.js';
import { rowWidth, span, spread, type Row, type Span } from '../text/rows.js';
import { shorten, textWidth } from '../text/width.js';
import { createWrap, wrap } from '../text/wrap.js';
import { splitAtHeard } from '../../session/playback/heard-text.js';
import { flatJson } from './tool-call.js';

type EntryOf<Kind extends TranscriptEntry['kind']> = Extract<TranscriptEntry, { kind: Kind }>;

/** From this width on lines show the time. */
const timedWidth = 60;

/** The column beside the words of a reply for its latency and cost. */
const figuresWidth = 9;

interface Gutter {
  readonly width: number;
  readonly first: Row;
  readonly rest: Row;
}

function gutterFor(entry: TranscriptEntry, label: Span, width: number): Gutter {
  const timed = width >= timedWidth;
  const time = timed ? `${clock(entry.atMs).padStart(5)}  ` : ' ';
  const isRemark = entry.kind === 'notice' && entry.level === 'info';
  // A remark has no time and no name: it stands back behind the turns.
  const first = isRemark
    ? [span(timed ? '  ·  ' : ' · ', 'dim')]
    : [span(time, 'dim'), span(label.text.padEnd(timed ? 6 : 5), label.style)];
  const indent = rowWidth(first);
  return { width: indent, first, rest: [span(' '.repeat(indent))] };
}

/** Styled pieces wrapped over as many rows as they take. */
function wrapSpans(spans: readonly Span[], width: number, lines = wrap): readonly Row[] {
  const text = spans.map((piece) => piece.text).join('');
  return lines(text, width).map((line) => slice(spans, line.start, line.start + line.text.length));
}

function slice(spans: readonly Span[], from: number, to: number): Row {
  const row: Span[] = [];
  let start = 0;
  for (const piece of spans) {
    const text = piece.text.slice(Math.max(0, from - start), Math.max(0, to - start));
    if (text !== '') row.push({ ...piece, text });
    start += piece.text.length;
  }
  return row;
}

function userSpans(entry: EntryOf<'user'>): readonly Span[] {
  const text = sanitise(entry.text, { newlines: true });
  switch (entry.phase) {
    case 'speaking':
      return [span(text), span(text === '' ? '(speaking)' : ' …', 'dim')];
    case 'transcribing':
      return [span(text), span(text === '' ? '(transcribing…)' : ' …', 'dim')];
    case 'final':
      return text === ''
        ? [span('(no words recognised)', 'dim')]
        : [span(text), span(entry.unsent === true ? ' (not sent)' : '', 'warning')];
  }
}

function assistantSpans(entry: EntryOf<'assistant'>): readonly Span[] {
  const text = sanitise(entry.text, { newlines: true });
  if (entry.cut === undefined) {
    return [...markSpoken(entry, text), span(replyEnd(entry), 'dim')];
  }
  const { heard, unheard } = splitAtHeard(text, entry.cut);
  return [span(heard), span(unheard, 'cut')];
}

/** What follows the words of a reply of which nothing was cut. */
export function replyEnd(entry: EntryOf<'assistant'>): string {
  if (entry.cancelled === true) return ' … [cancelled]';
  if (entry.final) return '';
  return entry.text === '' ? '…' : ' …';
}

/** Marks the word that is being spoken, unless sanitising changed the text. */
function markSpoken(entry: EntryOf<'assistant'>, text: string): readonly Span[] {
  const { spoken } = entry;
  if (spoken === undefined || text !== entry.text) return [span(text)];
  return [
    span(text.slice(0, spoken.start)),
    span(text.slice(spoken.start, spoken.end), 'spoken'),
    span(text.slice(spoken.end)),
  ];
}

/** The sources of a reply, numbered. */
export function annotationLines(entry: EntryOf<'assistant'>): readonly string[] {
  return (entry.annotations ?? []).map((text, index) => `[${String(index + 1)}] ${sanitise(text)}`);
}

/** The name of a tool, with its server. */
export function toolName(entry: EntryOf<'tool'>): string {
  const name = entry.name === '' ? 'a tool' : escapeVisibly(entry.name);
  return entry.server === undefined ? name : `${escapeVisibly(entry.server)}/${name}`;
}

/** The arguments of a call in one line: line feeds between JSON tokens are spaces, everything else unseen is escaped. */
export function toolArguments(entry: EntryOf<'tool'>): string {
  return escapeVisibly(entry.arguments.replace(/[\t\r\n]+/g, ' '));
}

/** How much of an interrupted reply was heard: the ledger's figures, and the service's once it has confirmed. */
export function cutProof(cut: NonNullable<EntryOf<'assistant'>['cut']>): string {
  if (cut.deleted) return 'nothing of it was heard; the reply was taken back';
  const confirmed =
    cut.confirmedMs === undefined ? '' : ` · truncated at ${String(cut.confirmedMs)}`;
  return `heard ${String(cut.heardMs)} of ${String(cut.receivedMs)} ms; the rest was cut${confirmed}`;
}

/** The note on a reply that ended with the connection. */
export const lostWords = 'interrupted: the connection was lost; the answer is asked for again';

/** The status of a tool call. */
export function toolStatus(entry: EntryOf<'tool'>): Span {
  const took = entry.elapsedMs === undefined ? '' : `, ${duration(entry.elapsedMs)}`;
  switch (entry.phase) {
    case 'streaming':
      return span('…', 'dim');
    case 'waiting':
      return span('asks for consent', 'warning');
    case 'running':
      return span('running', 'tool');
    case 'done':
      return span(`ok${took}`, 'dim');
    case 'failed':
      return span(`failed${took}`, 'error');
    case 'denied':
      return span('denied', 'warning');
    case 'expired':
      return span('not answered', 'warning');
  }
}

/** Longest output that is looked at for the one line it gets. */
const outputLimit = 1000;

/** The call and what came of it, on one line where both fit. */
function toolRows(entry: EntryOf<'tool'>, width: number): readonly Row[] {
  const status = toolStatus(entry);
  const room = Math.max(0, width - textWidth(status.text) - 2);
  const call = `${toolName(entry)} ${escapeVisibly(flatJson(entry.arguments))}`;
  const result = resultSpan(entry);
  const line = (spans: Row): Row => spread(spans, [span('  '), status], width);
  if (result === undefined) return [line([span(shorten(call, room))])];
  const whole = [span(`${call} `), result];
  if (rowWidth(whole) <= room) return [line(whole)];
  return [
    line([span(shorten(call, room))]),
    ...(entry.remote === true && entry.phase === 'failed'
      ? wrapSpans([result], width)
      : [[span(shorten(result.text, width), result.style)]]),
  ];
}

function resultSpan({ output, phase }: EntryOf<'tool'>): Span | undefined {
  if (output === undefined || (phase !== 'done' && phase !== 'failed')) return undefined;
  const text = flatJson(output.slice(0, outputLimit)).replace(/\s+/g, ' ').trim();
  return span(`→ ${escapeVisibly(text)}`, phase === 'failed' ? 'error' : 'dim');
}

function labelOf(entry: TranscriptEntry): Span {
  switch (entry.kind) {
    case 'user':
      return span('you', 'user');
    case 'assistant':
      return span('bot', 'assistant');
    case 'tool':
      return span('tool', 'tool');
    case 'notice':
      return span(entry.level === 'error' ? 'error' : 'warn', entry.level);
  }
}

/** A reply that arrives is laid out again for every frame. */
const wrapReply = createWrap();

/** The words with the figures of the turn, then sources and how much was heard. */
function replyRows(entry: EntryOf<'assistant'>, width: number, showsCost: boolean): readonly Row[] {
  const hasFigures = width >= figuresWidth * 5;
  const room = hasFigures ? width - figuresWidth : width;
  const words = wrapSpans(assistantSpans(entry), room, wrapReply);
  const proof = entry.lost === true ? lostWords : entry.cut && `✂ ${cutProof(entry.cut)}`;
  const remarks = [...annotationLines(entry), ...(proof === undefined ? [] : [proof])];
  return [
    ...(hasFigures ? withFigures(words, entry, width, showsCost) : words),
    ...remarks.flatMap((line) => wrapSpans([span(line, 'dim')], width)),
  ];
}

function bodyRows(entry: TranscriptEntry, width: number, showsCost: boolean): readonly Row[] {
  switch (entry.kind) {
    case 'user':
      return wrapSpans(userSpans(entry), width);
    case 'assistant':
      return replyRows(entry, width, showsCost);
    case 'tool':
      return toolRows(entry, width);
    case 'notice':
      return wrapSpans([span(sanitise(entry.text, { newlines: true }), entry.level)], width);
  }
}

function entryRows(entry: TranscriptEntry, width: number, showsCost: boolean): readonly Row[] {
  const gutter = gutterFor(entry, labelOf(entry), width);
  const room = Math.max(1, width - gutter.width - 1);
  const rows = bodyRows(entry, room, showsCost);
  return rows.map((row, index) => [...(index === 0 ? gutter.first : gutter.rest), ...row]);
}

/** The rows with the turn's latency and cost at their right end: side by side, or one below the other. */
function withFigures(
  rows: readonly Row[],
  entry: EntryOf<'assistant'>,
  room: number,
  showsCost: boolean,
): readonly Row[] {
  const latency = entry.answerMs === undefined ? '' : duration(entry.answerMs);
  const cost = !showsCost || entry.costUsd === undefined ? '' : estimatedUsd(entry.costUsd);
  const figures = [latency, cost].filter((text) => text !== '');
  const together = figures.join('  ');
  const [first = [], second = [], ...rest] = rows;
  const right = (row: Row, text: string): Row => spread(row, [span(text, 'dim')], room);
  if (together === '') return rows;
  if (rowWidth(first) + 2 + together.length <= room)
    return [right(first, together), ...rows.slice(1)];
  return [right(first, latency), right(second, cost), ...rest];
}

/** Entries are immutable: their rows are made once for each width. */
const remembered = new WeakMap<
  TranscriptEntry,
  { readonly width: number; readonly showsCost: boolean; readonly rows: readonly Row[] }
>();

function rowsOf(entry: TranscriptEntry, width: number, showsCost: boolean): readonly Row[] {
  const known = remembered.get(entry);
  if (known?.width === width && known.showsCost === showsCost) return known.rows;
  const rows = entryRows(entry, width, showsCost);
  remembered.set(entry, { width, showsCost, rows });
  return rows;
}

export interface TranscriptWindow {
  readonly rows: readonly Row[];
  /** How far up one can scroll, in lines; infinity while more than the window is above it. */
  readonly maxScroll: number;
  /** The last line, and when its entry began; known while the transcript is scrolled up. */
  readonly anchor: Anchor | undefined;
  readonly newestAtMs: number | undefined;
}

/** The rows of an entry, and how many lines of newer entries are below them. */
interface Block {
  readonly entry: TranscriptEntry;
  readonly rows: readonly Row[];
  readonly below: number;
}

/**
 * The window of `height` lines of the transcript. `scroll`: lines between the window's end and the newest line. `turn`:
 * key of the entry under the cursor; the window moves as far as it takes to show it. Of older entries no more is laid out
 * than the window needs.
 */
export function transcriptWindow(
  entries: readonly TranscriptEntry[],
  width: number,
  height: number,
  scroll: number,
  turn: string | undefined,
  showsCost: boolean,
): TranscriptWindow {
  const found = turn === undefined ? -1 : entries.findIndex(({ key }) => key === turn);
  const at = found < 0 ? Number.POSITIVE_INFINITY : found;
  const blocks: Block[] = [];
  let wanted = scroll + height + 1;
  let count = 0;
  let cursor: Block | undefined;
  for (let index = entries.length - 1; index >= 0 && (count < wanted || index >= at); index -= 1) {
    const entry = entries[index];
    if (entry === undefined) break;
    const rows = rowsOf(entry, width, showsCost);
    const block = { entry, rows: index === at ? marked(rows) : rows, below: count };
    blocks.push(block);
    count += rows.length;
    if (index === at) {
      cursor = block;
      wanted = Math.max(wanted, count + height + 1);
    }
  }
  const highest = Math.max(0, count - height);
  const below = Math.min(cursor ? belowShowing(cursor, scroll, height) : scroll, highest);
  const last = blocks.findLast((block) => block.below <= below);
  const isScrolled = scroll > 0 && last !== undefined;
  return {
    rows: blocks.toReversed().flatMap((block) => visible(block, below, height)),
    maxScroll: count < wanted ? highest : Number.POSITIVE_INFINITY,
    anchor: isScrolled
      ? { key: last.entry.key, line: last.below + last.rows.length - below, width, below }
      : undefined,
    newestAtMs: isScrolled ? last.entry.atMs : undefined,
  };
}

/** How many lines are below an anchor now; undefined when its entry is gone, or has other lines. */
export function linesBelow(
  entries: readonly TranscriptEntry[],
  width: number,
  showsCost: boolean,
  anchor: Anchor,
): number | undefined {
  const at = entries.findLastIndex(({ key }) => key === anchor.key);
  if (at < 0 || width !== anchor.width) return undefined;
  const count = entries
    .slice(at)
    .reduce((sum, entry) => sum + rowsOf(entry, width, showsCost).length, 0);
  return Math.max(0, count - anchor.line);
}

function visible({ rows, below }: Block, windowBelow: number, height: number): readonly Row[] {
  const end = below + rows.length;
  return rows.slice(
    Math.max(0, end - windowBelow - height),
    Math.max(0, end - Math.max(windowBelow, below)),
  );
}

/** The lines below a window that shows an entry with the least movement; a long entry shows its beginning. */
function belowShowing({ rows, below }: Block, scroll: number, height: number): number {
  return Math.max(0, Math.min(scroll, below), below + rows.length - height);
}

/** The entry with a cursor beside it and an inverse name, so that colour is not the only mark. */
function marked([first = [], ...rest]: readonly Row[]): readonly Row[] {
  const [time, label, ...words] = first;
  if (time === undefined || label === undefined) return [first, ...rest];
  const name = label.text.trimEnd();
  const cursor: Row = [
    { ...time, text: time.text.slice(0, -1) },
    span('›', 'key'),
    span(name, 'selected'),
    { ...label, text: label.text.slice(name.length) },
  ];
  return [[...cursor, ...words], ...rest];
}
