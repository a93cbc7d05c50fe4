import { describe, expect, it } from 'vitest';
import { CaptureHistory } from '../../../../src/audio/pure/capture-history.js';

const rateHz = 24_000;

describe('the capture history', () => {
  interface Numbered {
    readonly sequence: number;
    readonly samples: Int16Array;
  }
  const frame = (n: number): Numbered => ({ sequence: n, samples: new Int16Array(480) });

  it('gives the newest frames that hold the time asked for, once', () => {
    const history = new CaptureHistory<Numbered>(rateHz, 300);
    for (let n = 0; n < 100; n += 1) history.push(frame(n));
    const taken = history.take(300).map(({ sequence }) => sequence);
    expect(taken).toEqual(Array.from({ length: 15 }, (_, n) => 85 + n));
    expect(history.take(300)).toEqual([]);
    history.push(frame(100));
    history.push(frame(101));
    expect(history.take(30).map(({ sequence }) => sequence)).toEqual([100, 101]);
  });

  it('gives what there is when it is less, and nothing after it was cleared', () => {
    const history = new CaptureHistory<Numbered>(rateHz, 300);
    history.push(frame(0));
    expect(history.take(300).length).toBe(1);
    history.push(frame(1));
    history.clear();
    expect(history.take(300)).toEqual([]);
  });
});
