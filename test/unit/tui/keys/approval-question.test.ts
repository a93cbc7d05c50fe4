import { expect, it } from 'vitest';
import { initialUi, type UiState } from '../../../../src/tui/ui-state.js';
import { key, play } from '../../../helpers/keys.js';
import { pendingCall, sessionState } from '../../../helpers/state.js';

/** A question that was on the screen, whole, since the first second. */
function questionOf(callId: string, args: string): UiState {
  const question = { callId, arguments: args, sinceMs: 1000, shown: 60, length: 60 };
  return { ...initialUi, question };
}

it('approves the call on the screen, not one with the same arguments that took its place', () => {
  const call = pendingCall();
  const asked = sessionState({ approval: { calls: [call], granted: [] } });
  const press = [{ event: key('y'), atMs: 12_000 }];
  const other = questionOf(`${call.callId}_before`, call.arguments);
  expect(play(asked, press, other).intents).toEqual([]);
  expect(play(asked, press, questionOf(call.callId, call.arguments)).intents).toHaveLength(1);
});
