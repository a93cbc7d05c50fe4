import { describe, expect, it } from 'vitest';
import type { Fault, FaultReport } from '../../../../src/emulator/faults/fault.js';
import { FaultPlan, type ConnectionFaults } from '../../../../src/emulator/faults/fault-plan.js';
import { createPrng } from '../../../../src/emulator/kernel/prng.js';

function plan(faults: readonly Fault[], seed = 1) {
  const reports: FaultReport[] = [];
  const made = new FaultPlan(faults, createPrng(seed), (report) => reports.push(report));
  return { connect: () => made.connect(), reports };
}

/** Which of so many equal events of the emulator a fault happens to, from 1. */
function hits(faults: ConnectionFaults, type: string, count: number): readonly number[] {
  return Array.from({ length: count }, (_, index) => index + 1).filter(
    () => faults.atEvent('server', type) !== undefined,
  );
}

describe('a plan of faults', () => {
  it('lets a fault happen once, at the first event of its type', () => {
    const { connect, reports } = plan([{ drop: true, at: 'response.done' }]);
    const first = connect();
    expect(hits(first, 'response.created', 3)).toEqual([]);
    expect(hits(first, 'response.done', 3)).toEqual([1]);
    expect(hits(connect(), 'response.done', 3)).toEqual([]);
    expect(reports).toEqual([
      {
        fault: { drop: true, at: 'response.done' },
        index: 0,
        connection: 1,
        at: 'response.done',
      },
    ]);
  });

  it('counts the nth event in each connection, and the times in all of them', () => {
    const fault: Fault = { drop: true, at: 'response.done', nth: 2, times: 2 };
    const { connect } = plan([fault]);
    expect(hits(connect(), 'response.done', 5)).toEqual([2]);
    expect(hits(connect(), 'response.done', 1)).toEqual([]);
    expect(hits(connect(), 'response.done', 5)).toEqual([2]);
    expect(hits(connect(), 'response.done', 5)).toEqual([]);
  });

  it('keeps to the connections that are named', () => {
    const fault: Fault = { drop: true, at: 'response.done', connection: [2, 4], times: 'always' };
    const { connect } = plan([fault]);
    const all = [1, 2, 3, 4, 5].map(() => hits(connect(), 'response.done', 2).length);
    expect(all).toEqual([0, 2, 0, 2, 0]);
  });

  it('happens as often as its probability says, and the same with the same seed', () => {
    const fault: Fault = {
      withhold: true,
      at: 'response.audio.delta',
      times: 'always',
      probability: 0.25,
    };
    const drawn = (seed: number): readonly number[] =>
      hits(plan([fault], seed).connect(), 'response.audio.delta', 1000);
    expect(drawn(1).length).toBeGreaterThan(200);
    expect(drawn(1).length).toBeLessThan(300);
    expect(drawn(1)).toEqual(drawn(1));
    expect(drawn(1)).not.toEqual(drawn(2));
  });

  it('takes the first of two at the same event; the other one has counted it all the same', () => {
    const { connect } = plan([
      { withhold: true, at: 'response.done' },
      { drop: true, at: 'response', nth: 2 },
    ]);
    const faults = connect();
    expect(faults.atEvent('server', 'response.done')).toMatchObject({ withhold: true });
    expect(faults.atEvent('server', 'response.done')).toMatchObject({ drop: true });
  });

  it.each([
    ['session', 'server', 'session.updated', true],
    ['session', 'client', 'session.update', false],
    ['response', 'server', 'response.audio.delta', true],
    ['response', 'client', 'response.create', false],
    ['input', 'client', 'input_audio_buffer.append', true],
    ['input', 'client', 'conversation.item.create', true],
    ['input', 'client', 'conversation.item.delete', false],
    ['input', 'server', 'input_audio_buffer.committed', false],
    ['response.create', 'client', 'response.create', true],
    // What a client makes up is no event of the emulator.
    ['response.created', 'client', 'response.created', false],
    ['handshake', 'client', 'handshake', false],
  ] as const)('%s of the %s: %s is %j', (at, from, type, happens) => {
    const faults = plan([{ drop: true, at }]).connect();
    expect(faults.atEvent(from, type) !== undefined).toBe(happens);
  });

  it('has refusals and rate limits at the handshake, where none is named', () => {
    const { connect } = plan([{ refuse: 503, connection: 1 }, { rate_limit: true }]);
    expect(connect().atHandshake()).toMatchObject({ refuse: 503 });
    expect(connect().atHandshake()).toMatchObject({ rate_limit: true });
    expect(connect().atHandshake()).toBeUndefined();
  });
});
