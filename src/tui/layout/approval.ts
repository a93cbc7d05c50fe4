import { currentApproval, waitingApprovals } from '../../session/selectors.js';
import type { PendingCall, SessionState } from '../../session/state.js';
import { sanitise } from '../../shared/sanitise.js';
import { padRows, rowWidth, span, type Row } from '../text/rows.js';
import { wrap } from '../text/wrap.js';

/** Arguments beyond this are not laid out: a model can send megabytes. */
const maxArgumentCharacters = 50_000;

const remembered = new WeakMap<PendingCall, string>();

function prettyArguments(call: PendingCall): string {
  const known = remembered.get(call);
  if (known !== undefined) return known;
  const text = sanitise(format(call), { newlines: true });
  remembered.set(call, text);
  return text;
}

function format(call: PendingCall): string {
  const text = call.arguments.slice(0, maxArgumentCharacters);
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    // Not JSON, or truncated: shown as received, because that is what would run.
    return text;
  }
}

/** Where the tool comes from and what it is called. */
function sourceText(call: PendingCall): string {
  switch (call.kind) {
    case 'function':
      return 'function of this program';
    case 'mcp':
      return call.server === undefined
        ? 'from an MCP server without a name'
        : `from MCP server "${sanitise(call.server)}"`;
  }
}

function choiceRows(width: number): readonly Row[] {
  const choices: readonly Row[] = [
    [span('  y', 'key'), span(' once, with exactly these arguments')],
    [span('  a', 'key'), span(' always in this session')],
    [span('  n', 'key'), span(' deny')],
  ];
  const oneLine = choices.flat();
  if (rowWidth(oneLine) <= width) return [oneLine];
  const short: Row = [
    span('  y', 'key'),
    span(' once'),
    span('  a', 'key'),
    span(' always'),
    span('  n', 'key'),
    span(' deny'),
  ];
  return width < 42 ? [short] : choices;
}

export interface ApprovalPanel {
  readonly title: string;
  readonly rows: readonly Row[];
  readonly maxScroll: number;
}

/** The approval question of a tool call; undefined when none is pending. The keys are always visible. */
export function approvalPanel(
  state: SessionState,
  size: { readonly width: number; readonly height: number },
  view: { readonly scroll: number; readonly hint: string | undefined },
): ApprovalPanel | undefined {
  const call = currentApproval(state);
  if (call === undefined) return undefined;
  const waiting = waitingApprovals(state);
  const title =
    waiting > 1 ? `a tool asks for consent · 1 of ${String(waiting)}` : 'a tool asks for consent';
  const head: Row = [
    span(`  ${sanitise(call.name)}`, 'strong'),
    span(`   ${sourceText(call)}`, 'dim'),
  ];
  const hint: readonly Row[] = view.hint === undefined ? [] : [[span(`  ${view.hint}`, 'warning')]];
  const choices = choiceRows(size.width);
  const room = Math.max(0, size.height - 1 - hint.length - choices.length);
  const lines = wrap(prettyArguments(call), Math.max(1, size.width - 3));
  const maxScroll = Math.max(0, lines.length - room);
  const from = Math.min(view.scroll, maxScroll);
  const visible = lines.slice(from, from + room).map((line): Row => [span(`  ${line.text}`)]);
  const hidden = lines.length - from - visible.length;
  const more: Row = [span(`  … ${String(hidden + 1)} more lines, ↓ shows them`, 'dim')];
  const shown = hidden > 0 && room > 1 ? [...visible.slice(0, -1), more] : visible;
  return { title, rows: [head, ...padRows(shown, room), ...hint, ...choices], maxScroll };
}
