import { describe, expect, it } from 'vitest';
import { SessionFollower } from '../../../../src/analysis/follow/session-follower.js';
import { EventCollector } from '../../../../src/page/data/collect-events.js';
import { initialState } from '../../../../src/session/initial-state.js';
import type { Input } from '../../../../src/session/inputs.js';
import { recordingHeader } from '../../../helpers/recordings.js';

function collected(count: number, problemAt = -1): EventCollector {
  const follower = new SessionFollower(initialState(recordingHeader().options), 24_000);
  const collector = new EventCollector();
  for (let n = 0; n < count; n += 1) {
    const raw = { type: 'an.event.of.tomorrow', n };
    const input: Input =
      n === problemAt
        ? { type: 'malformed-event', reason: 'not JSON', bytes: 3, nowMs: n }
        : { type: 'unknown-event', name: raw.type, raw, bytes: 40, nowMs: n };
    collector.take(follower.take(input));
  }
  collector.end();
  return collector;
}

describe('the collected events of a session', () => {
  it('are all that its log had, in order, though the log forgets', () => {
    const { events, dropped } = collected(3000);
    expect(dropped).toBe(0);
    expect(events.map(({ json }) => json)).toEqual(
      Array.from({ length: 3000 }, (_, n) => JSON.stringify({ type: 'an.event.of.tomorrow', n })),
    );
  });

  it('are bounded, and later ones counted, but problems are kept', () => {
    const { events, dropped } = collected(30_100, 30_090);
    expect(dropped).toBe(99);
    expect(events.length).toBe(30_001);
    expect(events.at(-1)?.level).toBe('error');
  });
});
