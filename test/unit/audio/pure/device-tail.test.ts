import { describe, expect, it } from 'vitest';
import { DeviceTail } from '../../../../src/audio/pure/device-tail.js';

const rateHz = 24_000;

describe('what is still in the device', () => {
  const span = (itemId: string, fromSample: number, samples: number) => ({
    itemId,
    contentIndex: 0,
    fromSample,
    samples,
  });

  it('comes out sample by sample, the depth of the device later', () => {
    const tail = new DeviceTail(rateHz);
    tail.add({ spans: [span('a', 0, 480)], frameSamples: 480, atMs: 1000, depthMs: 100 });
    const left = (atMs: number): number => tail.pendingAt(atMs).parts[0]?.samples ?? 0;
    expect([1000, 1080, 1090, 1099, 1100, 2000].map(left)).toEqual([480, 480, 240, 24, 0, 0]);
  });

  it('is told by item, with silence and other items before it', () => {
    const tail = new DeviceTail(rateHz);
    const spans = [span('a', 500, 100), span('b', 0, 200)];
    tail.add({ spans, frameSamples: 480, atMs: 0, depthMs: 20 });
    expect(tail.pendingAt(0).parts.map(({ itemId, samples }) => [itemId, samples])).toEqual([
      ['a', 100],
      ['b', 200],
    ]);
    expect(tail.pendingAt(150 / 24).parts).toEqual([
      { itemId: 'b', contentIndex: 0, samples: 150, playedSamples: 200 },
    ]);
    tail.clear();
    expect(tail.pendingAt(0).parts).toEqual([]);
  });

  it('is remembered for 128 frames: the oldest is forgotten', () => {
    const tail = new DeviceTail(rateHz);
    const hand = (n: number): void => {
      tail.add({ spans: [span(`item_${n}`, 0, 480)], frameSamples: 480, atMs: 0, depthMs: 5000 });
    };
    for (let n = 1; n <= 128; n += 1) hand(n);
    expect(tail.pendingAt(0).parts).toHaveLength(128);
    hand(129);
    expect(tail.pendingAt(0).parts).toHaveLength(128);
    expect(tail.pendingAt(0).parts[0]?.itemId).toBe('item_2');
  });
});
