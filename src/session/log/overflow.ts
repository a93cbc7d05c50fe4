import { changed } from '../change-state.js';
import type { Overflow, SessionState } from '../state.js';

/** Counts what did not fit into a bounded list or text of the state; `/health` shows it. */
export function countOverflow(state: SessionState, what: Overflow, count: number): SessionState {
  if (count <= 0) return state;
  const { overflows } = state;
  return changed(state, { overflows: { ...overflows, [what]: (overflows?.[what] ?? 0) + count } });
}
