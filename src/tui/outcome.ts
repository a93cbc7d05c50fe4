import type { Intent } from '../session/inputs.js';
import type { SessionState } from '../session/state.js';
import type { UiState } from './ui-state.js';

/** What the last frame showed, which bounds how far a key can move. */
export interface Limits {
  readonly transcriptScroll: number;
  readonly panelScroll: number;
  /** Lines of the scrolled area: what a page key moves by. */
  readonly page: number;
}

export interface KeyContext {
  readonly state: SessionState;
  readonly limits: Limits;
  readonly nowMs: number;
  /** The key came by itself, not in one read with others: it was typed, not pasted. */
  readonly alone: boolean;
}

export interface Outcome {
  readonly ui: UiState;
  readonly intents: readonly Intent[];
  readonly exit?: 'quit' | 'interrupt';
}
