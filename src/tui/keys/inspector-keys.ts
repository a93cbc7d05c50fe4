import { scriptStep } from '../../session/commands/script-step.js';
import type { LogEntry, SessionState } from '../../session/state.js';
import { sanitise } from '../../shared/sanitise.js';
import { shownLog } from '../shown-log.js';
import { byteSize } from '../text/format.js';
import type { UiState } from '../ui-state.js';
import type { InspectedNode, KeyContext } from './key-context.js';
import { uiOnly, type KeyResult } from './key-result.js';
import type { KeyRow } from './key-row.js';
import { goBack } from './leave-keys.js';

/** The keys of the event inspector. */
export const inspectorKeys: readonly KeyRow[] = [
  {
    keys: ['enter'],
    does: 'fold',
    about: 'fold or unfold what is under the cursor',
    modes: ['event'],
    footer: () => 3,
    run: (ui, context) =>
      atCursor(ui, context, (node) => (node.fold === 'folded' ? unfold(ui, node) : fold(ui, node))),
  },
  {
    keys: ['right'],
    does: 'unfold',
    about: 'unfold',
    modes: ['event'],
    run: (ui, context) => atCursor(ui, context, (node) => unfold(ui, node)),
  },
  {
    keys: ['left'],
    does: 'fold',
    about: 'fold, or go to the enclosing value',
    modes: ['event'],
    run: (ui, context) =>
      atCursor(ui, context, (node) =>
        node.fold === 'open' ? fold(ui, node) : { ...ui, panelScroll: node.parentRow },
      ),
  },
  {
    keys: ['n'],
    does: 'next',
    about: 'in an event: open the next event of the log',
    modes: ['event'],
    footer: () => 1,
    run: (ui, { state }) => uiOnly(neighbour(ui, state, 1)),
  },
  {
    keys: ['p'],
    does: 'previous',
    about: 'in an event: open the previous event of the log',
    modes: ['event'],
    footer: () => 2,
    run: (ui, { state }) => uiOnly(neighbour(ui, state, -1)),
  },
  {
    keys: ['y'],
    does: 'copy',
    about: 'copy its JSON to the clipboard, if the terminal lets programs do that (OSC 52)',
    modes: ['event'],
    footer: () => 4,
    run: copyJson,
  },
  {
    keys: ['s'],
    does: 'copy as step',
    about: 'copy an event that was sent as a line of a script',
    modes: ['event'],
    when: (state, ui) => openEntry(ui, state)?.direction === 'out',
    footer: () => 5,
    run: copyStep,
  },
  {
    keys: ['q', 'e'],
    does: 'back',
    about: 'go back',
    modes: ['event'],
    run: (ui) => uiOnly(goBack(ui)),
  },
];

function atCursor(
  ui: UiState,
  { limits }: KeyContext,
  change: (node: InspectedNode) => UiState,
): KeyResult {
  return uiOnly(limits.node === undefined ? ui : change(limits.node));
}

function fold(ui: UiState, node: InspectedNode): UiState {
  return node.fold === 'open' ? { ...ui, folded: [...ui.folded, node.path] } : ui;
}

function unfold(ui: UiState, node: InspectedNode): UiState {
  return { ...ui, folded: ui.folded.filter((path) => path !== node.path) };
}

/** The next or previous event that the filter lets through. */
function neighbour(ui: UiState, state: SessionState, step: 1 | -1): UiState {
  const { overlay } = ui;
  if (overlay.kind !== 'event') return ui;
  const entries = shownLog(state.log, ui);
  const found =
    step === 1
      ? entries.find(({ sequence }) => sequence > overlay.sequence)
      : entries.findLast(({ sequence }) => sequence < overlay.sequence);
  if (found === undefined)
    return { ...ui, hint: step === 1 ? 'This is the newest event.' : 'This is the oldest event.' };
  const { sequence } = found;
  return {
    ...ui,
    overlay: { kind: 'event', sequence },
    selected: sequence,
    panelScroll: 0,
    folded: [],
  };
}

function openEntry(ui: UiState, state: SessionState): LogEntry | undefined {
  const { overlay } = ui;
  return overlay.kind === 'event'
    ? state.log.find((entry) => entry.sequence === overlay.sequence)
    : undefined;
}

function copyJson(ui: UiState, context: KeyContext): KeyResult {
  const entry = openEntry(ui, context.state);
  if (entry === undefined) return uiOnly(ui);
  return withJson(ui, JSON.stringify(entry.event, null, 2));
}

/** Copies the script line that sends the open event again. */
function copyStep(ui: UiState, { state }: KeyContext): KeyResult {
  const entry = openEntry(ui, state);
  if (entry === undefined) return uiOnly(ui);
  const step = scriptStep(entry);
  return 'problem' in step
    ? uiOnly({ ...ui, hint: sanitise(step.problem) })
    : withJson(ui, step.line);
}

function withJson(ui: UiState, json: string): KeyResult {
  const text = asciiControls(json);
  return { ...uiOnly(ui), copy: { text, amount: byteSize(Buffer.byteLength(text)) } };
}

/** Characters that must not reach whatever the text is pasted into, as JSON writes them. */
function asciiControls(json: string): string {
  return json.replace(
    /[\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
