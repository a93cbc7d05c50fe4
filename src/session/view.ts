import type { Intent } from './inputs.js';
import type { SessionState } from './state.js';

/** A running session as a screen, a plain printer or a script sees it. */
export interface SessionView {
  getState(): SessionState;
  /** Calls back after every change; returns the function that stops it. Listeners coalesce changes themselves. */
  subscribe(listener: () => void): () => void;
  dispatch(intent: Intent): void;
  /** Silences the speaker at once while a key is still undecided; nothing of the session changes. */
  silence?(isSilent: boolean): void;
}
