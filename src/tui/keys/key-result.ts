import type { Intent } from '../../session/inputs.js';
import type { ReplayCommand } from '../../session/replay-control.js';
import type { UiState } from '../ui-state.js';

/** What a key changes on the screen and asks of the session, the program and the terminal. */
export interface KeyResult {
  readonly ui: UiState;
  readonly intents: readonly Intent[];
  readonly exit?: 'quit' | 'interrupt';
  /** Stop the program until the shell continues it. */
  readonly suspend?: true;
  /** How a replay moves. */
  readonly replay?: ReplayCommand;
  /** Text for the clipboard of the terminal, and how much it is, in words for the user. */
  readonly copy?: { readonly text: string; readonly amount: string };
}

/** A key that changes the screen only. */
export function uiOnly(ui: UiState): KeyResult {
  return { ui, intents: [] };
}

/** A key that asks one thing of the session. */
export function withIntent(ui: UiState, intent: Intent): KeyResult {
  return { ui, intents: [intent] };
}
