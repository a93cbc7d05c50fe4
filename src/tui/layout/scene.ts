import type { SessionState } from '../../session/state.js';
import type { UiState } from '../ui-state.js';

export interface Size {
  readonly columns: number;
  readonly rows: number;
}

/** Everything that one frame of the screen depends on. */
export interface Scene {
  readonly state: SessionState;
  readonly ui: UiState;
  readonly size: Size;
}
