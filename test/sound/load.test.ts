import { describe, expect, it } from 'vitest';
import { soundUnderLoad } from './load/sound-under-load.js';

describe('sound in a program that is held up', () => {
  it('loses no frame and plays without a gap through hold-ups, collections and huge events', async () => {
    const outcome = await soundUnderLoad({
      seconds: 6,
      wordsPerSecond: 300,
      bigPerSecond: 1,
      misbehaves: true,
    });
    expect(outcome).toMatchObject({
      engine: { lost: 0, reordered: 0 },
      wire: { lost: 0, reordered: 0 },
      gaps: 0,
      whole: outcome.replies,
    });
    // It was as hard as it is meant to be.
    expect(outcome.frames).toBeGreaterThan(200);
    expect(outcome.replies).toBeGreaterThanOrEqual(2);
    expect(outcome.bigEvents).toBeGreaterThanOrEqual(3);
    expect(outcome.collections.major).toBeGreaterThanOrEqual(3);
  });
});
