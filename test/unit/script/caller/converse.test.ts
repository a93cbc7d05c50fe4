import { expect, it } from 'vitest';
import { CallerTools } from '../../../../src/script/caller/caller-tools.js';
import { converse, type Ending } from '../../../../src/script/caller/converse.js';
import { initialState } from '../../../../src/session/initial-state.js';
import type { SessionView } from '../../../../src/session/view.js';
import { handsFree } from '../../../helpers/session.js';
import { VirtualTime } from '../../../helpers/virtual-time.js';

/** A session that never gets anywhere. */
function stuck(): SessionView {
  const state = initialState(handsFree);
  return { getState: () => state, subscribe: () => () => undefined, dispatch: () => undefined };
}

it('ends a conversation that hangs after a minute and the patience for each turn, and one more', async () => {
  const time = new VirtualTime();
  const settings = {
    place: { file: 'call.yaml', line: 1, column: 1 },
    instructions: 'Be brief.',
    goal: 'None.',
    patienceMs: 10_000,
    interrupts: false,
    maxTurns: 3,
  };
  const sides = { agent: stuck(), caller: stuck(), settings, tools: new CallerTools() };
  let ending: Ending | undefined;
  void converse({ ...sides, clock: time.clock }).then((end) => (ending = end));
  const limitMs = 4 * 70_000;
  expect(await time.runUntil(() => ending !== undefined, limitMs - 1)).toBe(false);
  expect(await time.runUntil(() => ending !== undefined, limitMs)).toBe(true);
  expect(ending).toEqual({ type: 'timed-out', afterMs: limitMs, turns: 0 });
});
