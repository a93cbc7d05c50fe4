import { describe, expect, it } from 'vitest';
import { digestOf } from '../../src/recording/state-digest.js';
import { atTime, changed } from '../../src/session/change-state.js';
import { RandomSession, seeded } from '../helpers/random-session.js';

describe('a changed state', () => {
  it('has all that the state before it had', () => {
    for (let seed = 0; seed < 10; seed += 1) {
      const session = new RandomSession(seeded(seed));
      for (let step = 0; step < 100; step += 1) session.step();
      const { state } = session;
      expect(changed(state, {})).toEqual(state);
      expect(atTime(state, state.nowMs)).toEqual(state);
      // Absent and undefined are the same to a recording.
      expect(digestOf(changed(state, {}))).toEqual(digestOf(state));
      expect(changed(state, { nextNumber: 7, refusedVoice: undefined })).toEqual({
        ...state,
        nextNumber: 7,
        refusedVoice: undefined,
      });
    }
  });
});
