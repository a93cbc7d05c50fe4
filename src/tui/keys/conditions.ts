import { currentApproval } from '../../session/selectors.js';
import type { SessionState } from '../../session/state.js';

/** A tool call waits for approval. */
export function isAsking(state: SessionState): boolean {
  return currentApproval(state) !== undefined;
}

/** No tool call waits for approval: the panel beside the transcript is free. */
export function isPanelFree(state: SessionState): boolean {
  return !isAsking(state);
}

/** The session has a microphone and a speaker. */
export function hasSound(state: SessionState): boolean {
  return state.options.mode !== 'text';
}

/** The session has a microphone. */
export function hasMicrophone(state: SessionState): boolean {
  return hasSound(state) && state.options.noMicrophone === undefined;
}
