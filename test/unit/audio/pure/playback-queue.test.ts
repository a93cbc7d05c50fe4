import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PlaybackQueue } from '../../../../src/audio/pure/playback-queue.js';
import { runs } from '../../../helpers/property-runs.js';

const frameSamples = 480;
const rateHz = 24_000;

function numbered(from: number, count: number): Int16Array {
  return Int16Array.from({ length: count }, (_, n) => ((from + n) % 30_000) + 1);
}

type Step =
  | { readonly type: 'push'; readonly item: number; readonly samples: number }
  | { readonly type: 'finish'; readonly item: number }
  | { readonly type: 'pull' }
  | { readonly type: 'flush' };

const schedules = fc.array(
  fc.oneof(
    {
      weight: 5,
      arbitrary: fc.record({
        type: fc.constant('push' as const),
        item: fc.nat(3),
        samples: fc.nat(1500),
      }),
    },
    { weight: 1, arbitrary: fc.record({ type: fc.constant('finish' as const), item: fc.nat(3) }) },
    { weight: 8, arbitrary: fc.record({ type: fc.constant('pull' as const) }) },
    { weight: 1, arbitrary: fc.record({ type: fc.constant('flush' as const) }) },
  ),
  { maxLength: 80 },
) satisfies fc.Arbitrary<Step[]>;

describe('the playback queue', () => {
  it('hands over every sample once, in order, with exact spans, and nothing of a flushed reply', () => {
    fc.assert(
      fc.property(schedules, (schedule) => {
        const queue = new PlaybackQueue(rateHz, 130_000);
        /** What must come out next: value, item and position of each sample. */
        let expected: { value: number; itemId: string; at: number }[] = [];
        let received = new Map<string, number>();
        let handed = new Map<string, number>();
        const finished = new Set<string>();
        let generation = 0;
        for (const step of schedule) {
          if (step.type === 'push') {
            const itemId = `item-${generation}-${step.item}`;
            if (finished.has(itemId)) continue;
            const from = received.get(itemId) ?? 0;
            const samples = numbered(from, step.samples);
            queue.push(itemId, 0, samples);
            if (step.samples > 0) received.set(itemId, from + step.samples);
            samples.forEach((value, n) => expected.push({ value, itemId, at: from + n }));
          } else if (step.type === 'finish') {
            const itemId = `item-${generation}-${step.item}`;
            if (received.has(itemId)) finished.add(itemId);
            queue.finish(itemId, 0);
          } else if (step.type === 'pull') {
            const frame = queue.pull(frameSamples);
            const due = expected.splice(0, frameSamples);
            if (frame === undefined) {
              expect(due).toEqual([]);
              continue;
            }
            const out = frame.spans.flatMap((span) =>
              Array.from({ length: span.samples }, (_, n) => ({
                itemId: span.itemId,
                at: span.fromSample + n,
              })),
            );
            expect(out).toEqual(due.map(({ itemId, at }) => ({ itemId, at })));
            expect([...frame.samples.subarray(0, due.length)]).toEqual(due.map((d) => d.value));
            expect(frame.samples.subarray(due.length).every((value) => value === 0)).toBe(true);
            for (const { itemId } of due) handed.set(itemId, (handed.get(itemId) ?? 0) + 1);
          } else {
            const items = queue.flush();
            for (const entry of items) {
              expect(entry.receivedSamples).toBe(received.get(entry.itemId));
              expect(entry.playedSamples).toBe(handed.get(entry.itemId) ?? 0);
            }
            const queued = new Set(expected.map((sample) => sample.itemId));
            expect(items.map((entry) => entry.itemId)).toEqual(expect.arrayContaining([...queued]));
            expected = [];
            received = new Map();
            handed = new Map();
            generation += 1;
            expect(queue.pull(frameSamples)).toBeUndefined();
          }
          expect(queue.queuedSamples).toBe(expected.length);
        }
      }),
      { numRuns: runs(200, 1000) },
    );
  });

  it('keeps the content parts of one item apart', () => {
    const queue = new PlaybackQueue(rateHz);
    queue.push('a', 0, numbered(0, 100));
    queue.push('a', 1, numbered(0, 380));
    expect(queue.pull(frameSamples)?.spans).toEqual([
      { itemId: 'a', contentIndex: 0, fromSample: 0, samples: 100 },
      { itemId: 'a', contentIndex: 1, fromSample: 0, samples: 380 },
    ]);
  });

  it('counts a gap in the middle of an item once, however long it lasts', () => {
    const queue = new PlaybackQueue(rateHz);
    queue.push('a', 0, numbered(0, 500));
    queue.pull(frameSamples);
    queue.pull(frameSamples);
    queue.pull(frameSamples);
    queue.pull(frameSamples);
    expect(queue.underruns).toBe(0);
    queue.push('a', 0, numbered(500, 10));
    queue.push('a', 0, numbered(510, 10));
    expect(queue.underruns).toBe(1);
  });

  it('counts no underrun when samples come in time, at the end of an item, or before the next one', () => {
    const queue = new PlaybackQueue(rateHz);
    queue.push('a', 0, numbered(0, frameSamples));
    queue.pull(frameSamples);
    queue.push('a', 0, numbered(frameSamples, frameSamples));
    queue.pull(frameSamples);
    queue.pull(frameSamples);
    queue.finish('a', 0);
    queue.push('b', 0, numbered(0, frameSamples));
    queue.pull(frameSamples);
    expect(queue.underruns).toBe(0);
  });

  it('refuses the newest samples when it is full, with the rest of their item, and counts them', () => {
    const queue = new PlaybackQueue(rateHz, 1000);
    queue.push('a', 0, numbered(0, 900));
    queue.push('a', 0, numbered(900, 200));
    queue.pull(frameSamples);
    queue.push('a', 0, numbered(1100, 50));
    queue.push('b', 0, numbered(0, 50));
    expect(queue.droppedSamples).toBe(150);
    expect(queue.flush()).toMatchObject([
      { itemId: 'a', receivedSamples: 1000, playedSamples: 480 },
      { itemId: 'b', receivedSamples: 50, playedSamples: 0 },
    ]);
  });

  it('still knows an unfinished item that ran dry, and forgets a finished one', () => {
    const queue = new PlaybackQueue(rateHz);
    queue.push('a', 0, numbered(0, 100));
    queue.finish('a', 0);
    queue.push('b', 0, numbered(0, 100));
    queue.pull(frameSamples);
    queue.pull(frameSamples);
    expect(queue.flush()).toMatchObject([
      { itemId: 'b', receivedSamples: 100, playedSamples: 100 },
    ]);
  });
});
