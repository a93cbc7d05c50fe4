import { scriptStep } from '../../session/commands/script-step.js';
import type { LogEntry } from '../../session/state.js';
import { sanitise } from '../../shared/sanitise.js';
import type { KeyContext, Outcome } from './key-context.js';
import type { UiState } from '../ui-state.js';

/** Folds or unfolds what is under the cursor of the inspector; folding a value folds what it is part of. */
export function fold(
  ui: UiState,
  how: 'fold' | 'fold-in' | 'fold-out',
  context: KeyContext,
): UiState {
  const { node } = context.limits;
  if (node === undefined) return ui;
  const unfolds = how === 'fold-out' || (how === 'fold' && node.fold === 'folded');
  if (unfolds) return { ...ui, folded: ui.folded.filter((path) => path !== node.path) };
  if (node.fold === 'open') return { ...ui, folded: [...ui.folded, node.path] };
  // Nothing to fold here: the first press goes to what it is part of, the next one folds that.
  return how === 'fold-in' ? { ...ui, panelScroll: node.parentRow } : ui;
}

function openEntry(ui: UiState, { state }: KeyContext): LogEntry | undefined {
  const { overlay } = ui;
  return overlay.kind === 'event'
    ? state.log.find((entry) => entry.sequence === overlay.sequence)
    : undefined;
}

/** Characters that must not reach whatever the text is pasted into, as JSON writes them. */
function asciiControls(json: string): string {
  return json.replace(
    /[\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** Copies the open event: its JSON, or the script line that does it again. */
export function copyEvent(
  ui: UiState,
  what: 'copy-json' | 'copy-step',
  context: KeyContext,
): Outcome {
  const entry = openEntry(ui, context);
  if (entry === undefined) return { ui, intents: [] };
  if (what === 'copy-json') {
    const copy = asciiControls(JSON.stringify(entry.event, null, 2));
    return { ui, intents: [], copy };
  }
  const step = scriptStep(entry);
  return 'problem' in step
    ? { ui: { ...ui, hint: sanitise(step.problem) }, intents: [] }
    : { ui, intents: [], copy: asciiControls(step.line) };
}
