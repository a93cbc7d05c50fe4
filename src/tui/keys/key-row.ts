import type { Intent } from '../../session/inputs.js';
import type { SessionState } from '../../session/state.js';
import type { Mode, UiState } from '../ui-state.js';

/** What a key does beyond sending an intent. */
export type Command =
  | 'talk'
  | 'interrupt-session'
  | 'open-text'
  | 'toggle-microphone'
  | 'toggle-speaker'
  | 'approve-once'
  | 'approve-session'
  | 'deny'
  | 'focus-log'
  | 'edit-filter'
  | 'open-event'
  | 'freeze'
  | 'select-turn'
  | 'to-events'
  | 'turn-before'
  | 'turn-after'
  | 'fold'
  | 'fold-in'
  | 'fold-out'
  | 'copy-json'
  | 'copy-step'
  | 'next-panel'
  | 'new-line'
  | 'complete'
  | 'help'
  | 'back'
  | 'send-text'
  | 'apply-filter'
  | 'up'
  | 'down'
  | 'page-up'
  | 'page-down'
  | 'oldest'
  | 'newest'
  | 'quit'
  | 'interrupt-program';

export interface KeyRow {
  /** As decoded: a name, with `ctrl+`, `alt+` or `shift+` in front where that makes another key. */
  readonly keys: readonly string[];
  readonly label: string;
  /** A word or two for the footer; may depend on what the key would do now. */
  readonly does: string | ((state: SessionState, ui: UiState) => string);
  /** A sentence for help and documentation. */
  readonly about: string;
  readonly modes: readonly Mode[];
  /** The key works now. */
  when(state: SessionState, ui: UiState): boolean;
  /** Place in the footer, smallest first; absent from the footer when undefined. */
  readonly footer?: (state: SessionState, ui: UiState) => number | undefined;
  readonly action: { readonly intent: Intent } | { readonly command: Command };
}
