import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bytesToSamples } from '../../../src/audio/pure/pcm.js';
import { StereoWindow, type DirtyRange } from '../../../src/recording/stereo-window.js';

describe('stereo window', () => {
  it('gives the file everything that was written, whatever fails in between, while it fits', () => {
    const steps = fc.array(
      fc.record({
        side: fc.constantFrom<0 | 1>(0, 1),
        offset: fc.nat(900),
        length: fc.integer({ min: 1, max: 60 }),
        take: fc.nat(80),
        fails: fc.boolean(),
      }),
      { maxLength: 60 },
    );
    fc.assert(
      fc.property(steps, (script) => {
        const window = new StereoWindow(1000);
        const model = new Int16Array(2000);
        const file = new Int16Array(2000);
        const copy = (range: DirtyRange): void => {
          file.set(bytesToSamples(range.bytes), 2 * range.from);
        };
        script.forEach((step, index) => {
          const samples = new Int16Array(step.length).fill(index + 1);
          window.write(step.side, step.offset, samples);
          samples.forEach((sample, at) => (model[2 * (step.offset + at) + step.side] = sample));
          const range = window.takeDirty(step.take);
          if (range === undefined) return;
          if (step.fails) window.putBack(range);
          else copy(range);
        });
        for (let rest = window.takeDirty(77); rest; rest = window.takeDirty(77)) copy(rest);
        expect(file).toEqual(model);
        expect(window.lostFrames).toBe(0);
      }),
    );
  });

  it('drops the oldest unwritten frames when it is full, and counts them', () => {
    const window = new StereoWindow(100);
    window.write(0, 0, new Int16Array(250).fill(7));
    expect(window.lostFrames).toBe(150);
    const range = window.takeDirty(1000);
    expect(range).toMatchObject({ from: 150, to: 250 });
    window.write(0, 250, new Int16Array(30).fill(8));
    if (range) window.putBack(range);
    expect(window.lostFrames).toBe(180);
    expect(window.takeDirty(1000)).toMatchObject({ from: 180, to: 280 });
  });

  it('reads as silence where nothing was written, also after a jump over its whole length', () => {
    const window = new StereoWindow(100);
    window.write(0, 0, new Int16Array(100).fill(7));
    window.takeDirty(100);
    window.write(1, 5050, new Int16Array(10).fill(9));
    window.write(0, 4990, new Int16Array(1).fill(3));
    const range = window.takeDirty(1000);
    expect(range).toMatchObject({ from: 4990, to: 5060 });
    const samples = bytesToSamples(range?.bytes ?? new Uint8Array());
    expect([...samples].filter((sample) => sample !== 0)).toEqual([
      3,
      ...new Int16Array(10).fill(9),
    ]);
    expect(window.lostFrames).toBe(0);
  });
});
