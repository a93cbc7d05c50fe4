import { changed } from './change-state.js';
import type { Effect } from './effects.js';
import type { SessionState } from './state.js';

/** The result of one input: the next state and the effects. */
export interface Step {
  readonly state: SessionState;
  readonly effects: readonly Effect[];
}

/** A step that changes the state only. */
export function noEffects(state: SessionState): Step {
  return { state, effects: [] };
}

/** Runs steps in order and collects their effects. */
export function chain(
  state: SessionState,
  ...parts: readonly ((state: SessionState) => Step)[]
): Step {
  let current: Step = noEffects(state);
  for (const part of parts) {
    const next = part(current.state);
    current = { state: next.state, effects: [...current.effects, ...next.effects] };
  }
  return current;
}

/** Our own id for an event or an item, unique in the session and stable under replay. */
export function takeId(
  state: SessionState,
  prefix: 'event' | 'item',
): { id: string; state: SessionState } {
  return {
    id: `vl_${prefix}_${state.nextNumber}`,
    state: changed(state, { nextNumber: state.nextNumber + 1 }),
  };
}
