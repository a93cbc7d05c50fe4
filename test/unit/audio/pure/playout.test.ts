import { describe, expect, it } from 'vitest';
import { Declicker } from '../../../../src/audio/pure/declicker.js';
import { Playout } from '../../../../src/audio/pure/playout.js';
import { PreBuffer } from '../../../../src/audio/pure/pre-buffer.js';

const rateHz = 24_000;
const frame = 480;
const fade = 72;

function pullAll(playout: Playout, frames: number): Int16Array {
  const all = new Int16Array(frames * frame);
  for (let n = 0; n < frames; n += 1) all.set(playout.pull().samples, n * frame);
  return all;
}

function flat(count: number, value = 10_000): Int16Array {
  return new Int16Array(count).fill(value);
}

function sine(count: number, from = 0): Int16Array {
  return Int16Array.from({ length: count }, (_, n) =>
    Math.round(12_000 * Math.cos((2 * Math.PI * 440 * (from + n)) / rateHz)),
  );
}

function largestStep(samples: Int16Array): number {
  return samples.reduce(
    (most, sample, n) =>
      n === 0 ? most : Math.max(most, Math.abs(sample - (samples[n - 1] ?? 0))),
    0,
  );
}

/** Frames of silence before the first sample that is not. */
function silentFrames(playout: Playout, most = 100): number {
  let count = 0;
  while (count < most && playout.pull().sound === undefined) count += 1;
  return count;
}

describe('playing out', () => {
  it('begins, stops and is flushed without a click, and goes through the middle untouched', () => {
    const playout = new Playout(rateHz, frame);
    pullAll(playout, 2);
    playout.push('a', 0, sine(4 * frame));
    const begin = pullAll(playout, 3);
    playout.flush();
    const all = Int16Array.from([...begin, ...pullAll(playout, 2)]);
    // The tone itself moves by 1382 from one sample to the next, a fade of 12,000 adds 262.
    expect(largestStep(Int16Array.from([0, ...all]))).toBeLessThan(1650);
    expect([...all.subarray(fade, 3 * frame)]).toEqual([...sine(3 * frame).subarray(fade)]);
    expect(all.subarray(3 * frame + fade).every((sample) => sample === 0)).toBe(true);
  });

  it('joins deltas of any size without a seam', () => {
    const playout = new Playout(rateHz, frame);
    const whole = Int16Array.from({ length: 10 * frame }, (_, n) =>
      Math.round(12_000 * Math.sin((2 * Math.PI * 440 * n) / rateHz)),
    );
    let at = 0;
    for (const size of [1, 700, 3, 480, 479, 481, 1200, 2, 1454]) {
      playout.push('a', 0, whole.subarray(at, at + size));
      at += size;
    }
    playout.finish('a', 0);
    expect([...pullAll(playout, 10)]).toEqual([...whole]);
  });

  it('fades out and in again around a gap', () => {
    const playout = new Playout(rateHz, frame);
    playout.push('a', 0, flat(frame + 100));
    const before = pullAll(playout, 4);
    playout.push('a', 0, flat(4 * frame));
    const all = Int16Array.from([0, ...before, ...pullAll(playout, 8)]);
    expect(largestStep(all)).toBeLessThan(10_000 / 20);
    expect(playout.underruns).toBe(1);
  });

  it('shapes samples but never counts: what is reported is what was pushed', () => {
    const playout = new Playout(rateHz, frame);
    playout.push('a', 0, flat(1000));
    const spans = [playout.pull(), playout.pull()].map(({ sound }) => sound?.spans);
    expect(spans.flat().map((span) => span?.samples)).toEqual([480, 480]);
    expect(playout.flush()).toMatchObject([{ receivedSamples: 1000, playedSamples: 960 }]);
    const after = playout.pull();
    expect(after.sound).toMatchObject({ spans: [], follows: true });
    expect(after.samples[0]).toBeGreaterThan(9000);
    expect(playout.pull().sound).toBeUndefined();
  });

  it('fades into silence and back when it is muted', () => {
    const playout = new Playout(rateHz, frame);
    playout.push('a', 0, flat(6 * frame));
    const loud = pullAll(playout, 2);
    playout.muted = true;
    const silent = pullAll(playout, 2);
    playout.muted = false;
    const all = Int16Array.from([0, ...loud, ...silent, ...pullAll(playout, 2)]);
    expect(silent.subarray(fade).every((sample) => sample === 0)).toBe(true);
    expect(largestStep(all)).toBeLessThan(10_000 / 20);
  });

  it('says whether silence lies between two frames', () => {
    const playout = new Playout(rateHz, frame);
    playout.push('a', 0, flat(2 * frame));
    const first = [playout.pull(), playout.pull()];
    playout.flush();
    playout.push('b', 0, flat(frame));
    expect([...first, playout.pull()].map(({ sound }) => sound?.follows)).toEqual([
      false,
      true,
      false,
    ]);
  });
});

describe('the pre-buffer', () => {
  it('lets a burst begin with the next frame, and a short whole reply too', () => {
    const playout = new Playout(rateHz, frame);
    playout.push('a', 0, flat(2400));
    expect(silentFrames(playout)).toBe(0);
    pullAll(playout, 10);
    playout.push('b', 0, flat(10));
    playout.finish('b', 0);
    expect(silentFrames(playout)).toBe(0);
  });

  it('never holds the first sample back for longer than its target and one frame', () => {
    for (const gapFrames of [0, 1, 3, 8, 30]) {
      const playout = new Playout(rateHz, frame);
      playout.push('a', 0, flat(frame));
      pullAll(playout, 1 + gapFrames);
      playout.push('a', 0, flat(frame));
      pullAll(playout, 60);
      playout.flush();
      const waited = ((): number => {
        playout.push('b', 0, flat(1));
        return silentFrames(playout);
      })();
      expect(waited * frame).toBeLessThanOrEqual(playout.preBufferSamples + frame);
    }
  });

  it('grows by the length of a gap, to 400 ms at most, so that the same gap is not heard again', () => {
    const playout = new Playout(rateHz, frame);
    const gaps: number[] = [];
    for (let reply = 0; reply < 6; reply += 1) {
      const before = playout.underruns;
      // A delta of one frame, then 100 ms of nothing, then as fast as it plays.
      playout.push(`${reply}`, 0, flat(frame));
      pullAll(playout, 5);
      for (let n = 0; n < 50; n += 1) {
        playout.push(`${reply}`, 0, flat(frame));
        pullAll(playout, 1);
      }
      gaps.push(playout.underruns - before);
      playout.finish(`${reply}`, 0);
      pullAll(playout, 30);
    }
    expect(gaps[0]).toBe(1);
    expect(gaps.at(-1)).toBe(0);
    const buffer = new PreBuffer(rateHz, frame);
    for (let n = 0; n < 10; n += 1) buffer.starved(100 * frame);
    expect(buffer.targetSamples).toBe(rateHz * 0.4);
  });

  it('becomes shorter again, a frame for every five seconds that went well', () => {
    const buffer = new PreBuffer(rateHz, frame);
    buffer.starved(4 * frame);
    expect(buffer.targetSamples).toBe(5 * frame);
    for (let n = 0; n < 250; n += 1) buffer.played(frame);
    expect(buffer.targetSamples).toBe(4 * frame);
    for (let n = 0; n < 2500; n += 1) buffer.played(n % 200 === 0 ? 0 : frame);
    expect(buffer.targetSamples).toBe(4 * frame);
    for (let n = 0; n < 5000; n += 1) buffer.played(frame);
    expect(buffer.targetSamples).toBe(frame);
  });
});

describe('the declicker', () => {
  it('leaves quiet seams as they are, bit by bit', () => {
    const declicker = new Declicker(rateHz);
    const samples = Int16Array.from({ length: frame }, (_, n) => (n % 200) - 100);
    const shaped = samples.slice();
    declicker.shape(shaped, [0, 100, 200]);
    expect([...shaped]).toEqual([...samples]);
  });

  it('keeps full scale within full scale', () => {
    const declicker = new Declicker(rateHz);
    declicker.shape(flat(frame, 32_767), [0]);
    const jump = flat(frame, -32_768);
    declicker.shape(jump, [0]);
    expect(largestStep(Int16Array.from([32_767, ...jump]))).toBeLessThan(65_535 / 20);
  });
});
