import { describe, expect, it } from 'vitest';
import { LogReader } from '../../../src/recording/log-reader.js';
import { digestOf } from '../../../src/recording/state-digest.js';
import { Timeline } from '../../../src/replay/timeline.js';
import { initialState } from '../../../src/session/initial-state.js';
import type { Input } from '../../../src/session/inputs.js';
import type { SessionOptions, SessionState } from '../../../src/session/state.js';
import { update } from '../../../src/session/update.js';
import { eventLog } from '../../helpers/event-logs.js';
import { RandomSession, seeded, type Random } from '../../helpers/random-session.js';

interface Recorded {
  readonly options: SessionOptions;
  readonly inputs: readonly Input[];
  readonly log: Buffer;
  /** Live states by position. */
  readonly live: readonly SessionState[];
}

function record(random: Random, steps: number): Recorded {
  const session = new RandomSession(random);
  const { options } = session.state;
  for (let step = 0; step < steps; step += 1) session.step();
  const { inputs } = session;
  let state = initialState(options);
  const live = [state];
  for (const input of inputs) {
    ({ state } = update(state, input));
    live.push(state);
  }
  return { options, inputs, log: eventLog(options, inputs), live };
}

function timelineOf(
  { options, log }: Pick<Recorded, 'options' | 'log'>,
  limits: { firstInterval?: number; maxSnapshots?: number; onUpdate?: () => void } = {},
): Timeline {
  const reader = new LogReader('test');
  const timeline = new Timeline({
    session: options,
    read: (from, to) => reader.inputsIn(log.subarray(from, to)),
    ...limits,
  });
  for (const batch of reader.push(log)) timeline.append(batch);
  for (const batch of reader.end()) timeline.append(batch);
  return timeline;
}

function expectLive(timeline: Timeline, { live }: Recorded, position: number): void {
  const state = live[position];
  if (state === undefined) throw new Error(`there was no position ${String(position)}`);
  expect(digestOf(timeline.stateAt(position))).toEqual(digestOf(state));
}

function anyPosition(random: Random, timeline: Timeline): number {
  return Math.floor(random() * (timeline.length + 1));
}

describe('a timeline', () => {
  it.each([1, 2, 3, 4])(
    'has the live state at every position, in whatever order they are asked for (seed %i)',
    (seed) => {
      const random = seeded(seed);
      const session = record(random, 150);
      // Few and far between, so that states are dropped and stretches read again.
      const timeline = timelineOf(session, { firstInterval: 10, maxSnapshots: 6 });
      expect(timeline.length).toBe(session.inputs.length);
      for (let seek = 0; seek < 60; seek += 1)
        expectLive(timeline, session, anyPosition(random, timeline));
      for (let position = 0; position < timeline.length; position += 3)
        expectLive(timeline, session, position);
      // Wherever it went before, the end is the end of a straight run.
      expectLive(timeline, session, timeline.length);
    },
  );

  it('finds the position of a time: after everything that had happened by then', () => {
    const session = record(seeded(7), 200);
    const timeline = timelineOf(session);
    for (const ms of [-1, 0, 500, 20_000, timeline.endMs, timeline.endMs + 1]) {
      const happened = session.inputs.filter(({ nowMs }) => nowMs <= ms);
      expect(timeline.positionAt(ms)).toBe(happened.length);
      expect(timeline.timeAt(happened.length)).toBe(happened.at(-1)?.nowMs ?? 0);
    }
  });

  it('goes anywhere in a long recording with few updates, and on to the next input with one', () => {
    const random = seeded(8);
    const { options, inputs } = record(random, 400);
    const length = 20_000;
    const long = Array.from({ length }, (_, index): Input => {
      const input = inputs[index % inputs.length];
      if (input === undefined) throw new Error('nothing was recorded');
      return { ...input, nowMs: index };
    });
    let updates = 0;
    const timeline = timelineOf(
      { options, log: eventLog(options, long) },
      {
        onUpdate: () => {
          updates += 1;
        },
      },
    );
    expect(timeline.length).toBe(length);
    for (let seek = 0; seek < 300; seek += 1) {
      updates = 0;
      const position = anyPosition(random, timeline);
      timeline.stateAt(position);
      // An interval, and a folded second that ends it late.
      expect(updates).toBeLessThanOrEqual(400);
      updates = 0;
      timeline.stateAt(position + 1);
      expect(updates).toBeLessThanOrEqual(1);
    }
  });

  it('drops every second state where there are too many, and still has all', () => {
    const session = record(seeded(9), 200);
    let updates = 0;
    const timeline = timelineOf(session, {
      firstInterval: 4,
      maxSnapshots: 8,
      onUpdate: () => {
        updates += 1;
      },
    });
    updates = 0;
    timeline.stateAt(timeline.length - 1);
    timeline.stateAt(1);
    // More than the first interval, far from all.
    expect(updates).toBeLessThan(session.inputs.length / 2);
    expectLive(timeline, session, timeline.length);
  });
});
