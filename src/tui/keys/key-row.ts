import type { SessionState } from '../../session/state.js';
import type { HelpPlace, Mode, UiState } from '../ui-state.js';
import type { PressContext } from './key-context.js';
import type { KeyResult } from './key-result.js';

/** Keys as decoded: a name, with `ctrl+`, `alt+` or `shift+` in front where that makes another key. */
type Keys = readonly [string, ...string[]];

/** One thing that a key does: when, what, and how footer, help and documentation describe it. */
export interface KeyRow {
  /** The footer shows the first one. */
  readonly keys: Keys | ((ui: Pick<UiState, 'talkKey'>) => Keys);
  /** A word or two for the footer; may depend on what the key would do now. */
  readonly does: string | ((state: SessionState, ui: UiState) => string);
  /** A sentence for help and documentation. */
  readonly about: string;
  readonly modes: readonly Mode[];
  /** Only in a live session, or only in a replay. */
  readonly where?: 'live' | 'replay';
  /** Its group in help and documentation; by its first mode when absent. */
  readonly place?: HelpPlace;
  /** Whether the key works now; always when absent. */
  readonly when?: (state: SessionState, ui: UiState) => boolean;
  /** Place in the footer, smallest first; absent from the footer when undefined. */
  readonly footer?: (state: SessionState, ui: UiState) => number | undefined;
  /** What a press does. Pure. */
  readonly run: (ui: UiState, context: PressContext) => KeyResult;
}

/** The keys of a row; for push-to-talk the chosen one. */
export function keysOf({ keys }: KeyRow, ui: Pick<UiState, 'talkKey'>): Keys {
  return typeof keys === 'function' ? keys(ui) : keys;
}
