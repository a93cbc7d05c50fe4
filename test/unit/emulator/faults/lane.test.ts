import { beforeEach, describe, expect, it } from 'vitest';
import { Lane } from '../../../../src/emulator/faults/lane.js';
import { VirtualTime } from '../../../helpers/virtual-time.js';

let time: VirtualTime;
let delivered: string[];
let overflows: number;

beforeEach(() => {
  time = new VirtualTime();
  delivered = [];
  overflows = 0;
});

/** A lane that delays what begins with a number by so many milliseconds. */
function lane(): Lane {
  const deliver = (text: string): void => {
    delivered.push(text);
  };
  return new Lane({
    clock: time.clock,
    deliver,
    take: (text) => {
      const [, delay] = /^(\d+) /.exec(text) ?? [];
      if (delay === undefined) deliver(text);
      return delay === undefined ? undefined : Number(delay);
    },
    onOverflow: () => {
      overflows += 1;
    },
  });
}

describe('a lane', () => {
  it('keeps the order: what follows a delayed message waits behind it', async () => {
    const messages = lane();
    for (const text of ['a', '100 b', 'c', '50 d', 'e']) messages.push(text);
    expect(delivered).toEqual(['a']);
    expect(messages.waitingBytes).toBe(6);
    await time.runUntil(() => delivered.length === 3, 1000);
    expect([delivered, time.nowMs]).toEqual([['a', '100 b', 'c'], 100]);
    await time.runUntil(() => delivered.length === 5, 1000);
    expect([delivered.slice(3), time.nowMs]).toEqual([['50 d', 'e'], 150]);
    expect(messages.waitingBytes).toBe(0);
  });

  it('delivers everything at once when it is flushed, and nothing any more when it is closed', () => {
    const flushed = lane();
    for (const text of ['100 a', '100 b', 'c']) flushed.push(text);
    flushed.flush();
    expect(delivered).toEqual(['100 a', '100 b', 'c']);
    const closed = lane();
    for (const text of ['100 d', 'e']) closed.push(text);
    closed.close();
    closed.flush();
    expect(delivered).toHaveLength(3);
  });

  it('ends a delay early rather than to keep more than 16 MB', () => {
    const messages = lane();
    messages.push('100 a');
    const megabyte = 'x'.repeat(1024 * 1024);
    for (let count = 0; count < 16; count += 1) messages.push(megabyte);
    expect([delivered.length, overflows]).toEqual([0, 0]);
    messages.push(megabyte);
    expect([delivered.length, overflows]).toEqual([18, 1]);
  });
});
