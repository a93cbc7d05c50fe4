import { currentApproval, waitingApprovals } from '../../session/selectors.js';
import type { PendingCall, SessionState } from '../../session/state.js';
import { escapeVisibly } from '../../shared/escape-visibly.js';
import { hardWrap, type HardLine } from '../text/hard-wrap.js';
import { layOutJson } from '../text/lay-out-json.js';
import { padRows, rowWidth, span, type Row } from '../text/rows.js';
import type { ShownQuestion } from '../ui-state.js';
import { remember } from './remember.js';

/** Longer arguments are not laid out, and so cannot be approved: a model can send megabytes. */
const maxArgumentCharacters = 50_000;
/** Before each line of the call; a line that continues the one above has a sign there. */
const margin = { first: '  ', continued: '↳ ' } as const;
/** Room for one wide character behind the margin. */
const leastWidth = 4;

const plainName = /^[\w.:/-]{1,64}$/;

interface CallText {
  readonly name: string;
  /** Name, source and arguments. */
  readonly text: string;
  readonly tooLong: boolean;
}

/** The whole call as text. Every character of it that cannot be seen is escaped, none is left out. */
function textOf(call: PendingCall): CallText {
  const name = plainName.test(call.name) ? call.name : quoted(call.name);
  const tooLong = call.arguments.length > maxArgumentCharacters;
  const words = tooLong ? tooLongText(call.arguments) : argumentsText(call.arguments);
  return { name, text: `${name}   ${sourceText(call)}\n${words}`, tooLong };
}

const remembered = new WeakMap<PendingCall, CallText>();

/** All that is to be read of a call before it is approved; the same object for the same call. */
export function callText(call: PendingCall): CallText {
  const known = remembered.get(call) ?? textOf(call);
  remembered.set(call, known);
  return known;
}

function tooLongText(text: string): string {
  const start = escapeVisibly(JSON.stringify(text.slice(0, maxArgumentCharacters)));
  return `Arguments of ${String(text.length)} characters are too long to be approved here. They begin:\n${start}`;
}

function argumentsText(text: string): string {
  if (text.trim() === '') return '(no arguments)';
  const json = layOutJson(text);
  return json?.split('\n').map(escapeVisibly).join('\n') ?? `not JSON: ${quoted(text)}`;
}

function quoted(text: string): string {
  return escapeVisibly(JSON.stringify(text));
}

/** Where the tool comes from. */
function sourceText(call: PendingCall): string {
  switch (call.kind) {
    case 'function':
      return 'local function';
    case 'mcp':
      return call.server === undefined
        ? 'from an MCP server without a name'
        : `from MCP server ${quoted(call.server)}`;
  }
}

function callRow(line: HardLine, name: string): Row {
  const inName = Math.max(0, name.length - line.start);
  const isHead = line.start === 0 || inName > 0;
  return [
    line.continues ? span(margin.continued, 'dim') : span(margin.first),
    span(line.text.slice(0, inName), 'strong'),
    span(line.text.slice(inName), isHead ? 'dim' : 'plain'),
  ];
}

/** Below this height the keys take one line. */
const roomyHeight = 6;
const narrowWidth = 42;
const deny: Row = [span('  n', 'key'), span(' deny')];

function choiceRows(width: number, height: number): readonly Row[] {
  const choices: readonly Row[] = [
    [span('  y', 'key'), span(' once, with exactly these arguments')],
    [span('  a', 'key'), span(' always in this session')],
    deny,
  ];
  const oneLine = choices.flat();
  if (rowWidth(oneLine) <= width) return [oneLine];
  if (width >= narrowWidth && height >= roomyHeight) return choices;
  return [[span('  y', 'key'), span(' once'), span('  a', 'key'), span(' always'), ...deny]];
}

function choicesOf(
  tooLong: boolean,
  canAnswer: boolean,
  { width, height }: { readonly width: number; readonly height: number },
): readonly Row[] {
  if (!canAnswer) return [];
  return tooLong ? [deny] : choiceRows(width, height);
}

/** What takes the place of the choices while the call was not shown whole. */
function unreadRow(width: number, unread: number): Row {
  const lines = `${String(unread)} more ${unread === 1 ? 'line' : 'lines'}`;
  const rows: readonly Row[] = [
    [span('  ↓', 'key'), span(` shows ${lines}; y and a work at the end`), ...deny],
    [span('  ↓', 'key'), span(` ${lines}, then y`), ...deny],
  ];
  return rows.find((row) => rowWidth(row) <= width) ?? [span('  ↓', 'key'), ...deny];
}

export interface ApprovalPanel {
  readonly title: string;
  readonly rows: readonly Row[];
  /** The furthest that can be scrolled without passing a line that was not shown. */
  readonly maxScroll: number;
  /** The question as it stands after this frame. */
  readonly question: ShownQuestion;
}

const linesOf = remember((call: PendingCall, width: number) =>
  hardWrap(callText(call).text, Math.max(2, width - margin.first.length)),
);

/** The approval question of a tool call; undefined when none is pending. The keys are visible where there is room. */
export function approvalPanel(
  state: SessionState,
  size: { readonly width: number; readonly height: number },
  view: {
    readonly scroll: number;
    readonly hint: string | undefined;
    readonly question: ShownQuestion | undefined;
    /** False in a replay: it was answered long ago. */
    readonly canAnswer?: boolean;
  },
): ApprovalPanel | undefined {
  const call = currentApproval(state);
  if (call === undefined) return undefined;
  const { canAnswer = true } = view;
  const { name, text, tooLong } = callText(call);
  const lines = linesOf(call, size.width);
  const hint: readonly Row[] = view.hint === undefined ? [] : [[span(`  ${view.hint}`, 'warning')]];
  const choices = choicesOf(tooLong, canAnswer, size);
  const below = Math.max(0, Math.min(hint.length + choices.length, size.height - 1));
  const room = size.width < leastWidth ? 0 : Math.max(0, size.height - below);

  const before = sameQuestion(view.question, call) ? view.question.shown : 0;
  const furthest = (shown: number): number =>
    Math.min(Math.max(0, lines.length - room), lines.length - unreadLines(lines, shown));
  const from = Math.min(view.scroll, furthest(before));
  const visible = lines.slice(from, from + room);
  const last = visible.at(-1);
  const shown = Math.max(before, last === undefined ? 0 : last.start + last.text.length);
  const unread = unreadLines(lines, shown);
  const keys =
    unread > 0 && !tooLong && canAnswer
      ? padRows([unreadRow(size.width, unread)], choices.length)
      : choices;
  return {
    title: titleOf(waitingApprovals(state), { from, visible: visible.length, all: lines.length }),
    rows: [
      ...padRows(
        visible.map((line) => callRow(line, name)),
        room,
      ),
      ...[...hint, ...keys].slice(0, below),
    ],
    maxScroll: furthest(shown),
    question: {
      callId: call.callId,
      arguments: call.arguments,
      shown,
      length: tooLong ? Number.POSITIVE_INFINITY : text.length,
    },
  };
}

function sameQuestion(
  question: ShownQuestion | undefined,
  call: PendingCall,
): question is ShownQuestion {
  return question?.callId === call.callId && question.arguments === call.arguments;
}

/** Lines of which not everything was among the first `shown` characters. */
function unreadLines(lines: readonly HardLine[], shown: number): number {
  const first = lines.findIndex((line) => line.start + line.text.length > shown);
  return first < 0 ? 0 : lines.length - first;
}

function titleOf(
  waiting: number,
  lines: { readonly from: number; readonly visible: number; readonly all: number },
): string {
  const { from, visible, all } = lines;
  return [
    'tool call needs approval',
    ...(waiting > 1 ? [`1 of ${String(waiting)}`] : []),
    ...(visible < all
      ? [`lines ${String(from + 1)}–${String(from + visible)} of ${String(all)}`]
      : []),
  ].join(' · ');
}
