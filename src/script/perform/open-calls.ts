import { isSettled } from '../../session/selectors.js';
import type { PendingCall, SessionState } from '../../session/state.js';

/** Calls that only the script can answer: by a decision, or as the tool. */
export function openCalls(
  { approval }: SessionState,
  held: readonly string[],
): readonly PendingCall[] {
  return approval.calls.filter((call) => call.phase === 'waiting' || isHeld(call, held));
}

/** Whether nothing more comes until the script does something. */
export function isQuiet(state: SessionState, held: readonly string[]): boolean {
  const calls = state.approval.calls.filter(
    (call) => call.phase === 'running' && !isHeld(call, held),
  );
  return isSettled({ ...state, approval: { ...state.approval, calls } });
}

function isHeld({ kind, phase, name }: PendingCall, held: readonly string[]): boolean {
  return kind === 'function' && phase === 'running' && held.includes(name);
}
