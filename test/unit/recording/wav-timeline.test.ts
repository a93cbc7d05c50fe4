import { describe, expect, it } from 'vitest';
import { bytesToSamples } from '../../../src/audio/pure/pcm.js';
import { StereoWindow } from '../../../src/recording/stereo-window.js';
import { WavTimeline } from '../../../src/recording/wav-timeline.js';

const rateHz = 24_000;
const frame = rateHz / 50;
const perMs = rateHz / 1000;

/** A timeline, and the two tracks as a file would have them. */
function record(
  seconds: number,
  options: {
    readonly inputRateHz?: number;
    readonly outputRateHz?: number;
    readonly originMs?: number;
  } = {},
): {
  readonly timeline: WavTimeline;
  readonly collect: () => void;
  readonly left: Int16Array;
  readonly right: Int16Array;
} {
  const inputRateHz = options.inputRateHz ?? rateHz;
  const outputRateHz = options.outputRateHz ?? rateHz;
  const frames = seconds * Math.max(inputRateHz, outputRateHz);
  const window = new StereoWindow(10 * rateHz);
  const left = new Int16Array(frames);
  const right = new Int16Array(frames);
  const timeline = new WavTimeline({
    inputRateHz,
    outputRateHz,
    originMs: options.originMs ?? 0,
    window,
  });
  const collect = (): void => {
    const range = window.takeDirty(Infinity);
    if (range === undefined) return;
    const samples = bytesToSamples(range.bytes);
    for (let index = range.from; index < range.to; index += 1) {
      left[index] = samples[2 * (index - range.from)] ?? 0;
      right[index] = samples[2 * (index - range.from) + 1] ?? 0;
    }
  };
  return { timeline, collect, left, right };
}

/** Numbered samples, so that each one can be recognised; never 0. */
function numbered(length: number, from: number): Int16Array {
  const samples = new Int16Array(length);
  for (let index = 0; index < length; index += 1) samples[index] = numberAt(from + index);
  return samples;
}

function numberAt(index: number): number {
  return (index % 30_000) + 1;
}

describe('recording timeline', () => {
  it('keeps both tracks within one frame over an hour with lost microphones, drift and jitter, and every heard sample', () => {
    const minutes = 60;
    const frame = 160;
    const perMs = 8;
    const { timeline, collect, right } = record(minutes * 60 + 10, {
      originMs: 5000,
      inputRateHz: 8000,
      outputRateHz: 8000,
    });
    /** This microphone's clock is 150 ppm slow: a frame takes longer than 20 ms of the monotonic clock. */
    const microphoneFrameMs = 20 * 1.00015;
    const random = seeded(7);
    let microphoneMs = 5000;
    let speakerMs = 5000;
    let number = 0;
    let worst = 0;
    let captured = { offset: 0, atMs: 5000 };
    while (speakerMs < 5000 + minutes * 60_000) {
      while (microphoneMs <= speakerMs) {
        microphoneMs += microphoneFrameMs;
        // The device is away for 0.2 to 6 s, about every four minutes.
        if (random() < 1 / 12_000) microphoneMs += 200 + random() * 5800;
        const offset = timeline.microphone(
          new Int16Array(frame).fill(-1),
          microphoneMs + random() * 3,
        );
        captured = { offset: offset + frame, atMs: microphoneMs };
      }
      // Speech of 10 s with a frame left out here and there, then a pause of 5 s.
      const speaking = speakerMs % 15_000 < 10_000 && random() < 0.97;
      if (speaking) {
        const samples = numbered(frame, number);
        number += frame;
        const offset = timeline.heard(samples, speakerMs + random() * 3);
        const truth = captured.offset + (speakerMs - captured.atMs) * perMs;
        worst = Math.max(worst, Math.abs(offset - truth));
      }
      speakerMs += 20;
      if (random() < 0.2) collect();
    }
    timeline.finish();
    collect();
    expect(worst).toBeLessThanOrEqual(frame);
    let found = 0;
    let inOrder = true;
    for (const sample of right) {
      if (sample === 0) continue;
      inOrder &&= sample === numberAt(found);
      found += 1;
    }
    expect(found).toBe(number);
    expect(inOrder).toBe(true);
  });

  it('appends microphone frames one after the other, however unevenly they arrive', () => {
    const { timeline, collect, left } = record(2);
    const arrivals = [20, 40, 130, 130.5, 131, 131.5, 140, 160];
    const offsets = arrivals.map((atMs, index) =>
      timeline.microphone(numbered(frame, index * frame), atMs),
    );
    collect();
    expect(offsets).toEqual(arrivals.map((_, index) => index * frame));
    expect(left.subarray(0, 8 * frame)).toEqual(numbered(8 * frame, 0));
  });

  it('does not tear a microphone that was held up for long and then comes all at once', () => {
    const { timeline } = record(3);
    const arrivals = Array.from({ length: 100 }, (_, index) => {
      const dueMs = 20 * (index + 1);
      return dueMs > 200 && dueMs < 700 ? 700 + index / 10 : dueMs;
    });
    const offsets = arrivals.map((atMs, index) =>
      timeline.microphone(numbered(frame, index * frame), atMs, index > 0),
    );
    expect(offsets).toEqual(arrivals.map((_, index) => index * frame));
    expect(timeline.heard(numbered(frame, 0), 2000)).toBe(2000 * perMs);
  });

  it('fills a gap of a microphone that did not catch up, when a second has shown it', () => {
    const { timeline } = record(5);
    const offsets = Array.from({ length: 150 }, (_, index) =>
      timeline.microphone(numbered(frame, 0), 20 * (index + 1) + (index < 50 ? 0 : 300), index > 0),
    );
    expect(offsets[99]).toBe(99 * frame);
    expect(offsets[100]).toBe(100 * frame + 300 * perMs);
    expect(offsets[149]).toBe(149 * frame + 300 * perMs);
  });

  it('starts the microphone at its time on the clock, in step with what is heard from then on', () => {
    const { timeline } = record(2);
    expect(timeline.heard(numbered(frame, 0), 40)).toBe(40 * perMs);
    expect(timeline.microphone(numbered(frame, 0), 110)).toBe(90 * perMs);
    expect(timeline.heard(numbered(frame, 0), 110)).toBe(110 * perMs);
  });

  it('fills a gap of the microphone with silence, as long as the gap was', () => {
    const { timeline, collect, left } = record(2);
    timeline.microphone(numbered(frame, 0), 20);
    const offset = timeline.microphone(numbered(frame, frame), 540);
    collect();
    expect(offset).toBe(520 * perMs);
    expect(left.subarray(frame, offset).every((sample) => sample === 0)).toBe(true);
    expect(left.subarray(offset, offset + frame)).toEqual(numbered(frame, frame));
  });

  it('places what is heard by the monotonic clock when there is no microphone', () => {
    const { timeline, collect, right } = record(3, { originMs: 1000 });
    expect(timeline.heard(numbered(frame, 0), 1500)).toBe(500 * perMs);
    expect(timeline.heard(numbered(frame, frame), 1524)).toBe(520 * perMs);
    expect(timeline.heard(numbered(frame, 2 * frame), 2500)).toBe(1500 * perMs);
    collect();
    expect(right.filter((sample) => sample !== 0)).toEqual(numbered(3 * frame, 0));
  });

  it('does not tear speech that went on in the device while its hand-over was late', () => {
    const { timeline, collect, right } = record(3);
    const handedMs = [500, 520, 578, 579, 580, 600];
    const offsets = handedMs.map((atMs, index) =>
      timeline.heard(numbered(frame, index * frame), atMs, index > 0),
    );
    expect(offsets).toEqual(handedMs.map((_, index) => 500 * perMs + index * frame));
    // Longer than any device's queue lasts: what was longer of this gap was heard.
    expect(timeline.heard(numbered(frame, 0), 800, true)).toBe(700 * perMs);
    // Silence was handed over since: a new run, at its own time.
    expect(timeline.heard(numbered(frame, 0), 840)).toBe(840 * perMs);
    collect();
    expect(right.subarray(500 * perMs, 620 * perMs)).toEqual(numbered(6 * frame, 0));
  });

  it('makes silence of what a speaker that died had not played, and of nothing else', () => {
    const { timeline, collect, left, right } = record(2);
    for (let index = 0; index < 10; index += 1) {
      timeline.microphone(numbered(frame, index * frame), 20 * (index + 1));
      timeline.heard(numbered(frame, index * frame), 100 + 20 * index, index > 0);
    }
    // The file has them already: they are written again.
    collect();
    expect(right.subarray(100 * perMs, 300 * perMs)).toEqual(numbered(10 * frame, 0));
    // Ten frames are handed over; the device dies when it has played seven and a half.
    expect(timeline.unheard(2.5 * frame)).toBe(50 * perMs);
    collect();
    expect(right.subarray(100 * perMs, 250 * perMs)).toEqual(numbered(7.5 * frame, 0));
    expect(right.subarray(250 * perMs).every((sample) => sample === 0)).toBe(true);
    expect(left.subarray(0, 10 * frame)).toEqual(numbered(10 * frame, 0));
    // It is told once; what comes later stands where it is heard.
    expect(timeline.unheard(2.5 * frame)).toBe(0);
    expect(timeline.heard(numbered(frame, 0), 700)).toBe(700 * perMs);
  });

  it('makes silence of it at the rate of the recording when the speaker has a lower one', () => {
    const { timeline, collect, right } = record(2, { outputRateHz: 8000 });
    for (let index = 0; index < 10; index += 1)
      timeline.heard(new Int16Array(160).fill(9000), 100 + 20 * index, index > 0);
    expect(timeline.unheard(800)).toBe(100 * perMs);
    collect();
    expect(right.subarray(110 * perMs, 200 * perMs).every((sample) => sample > 8000)).toBe(true);
    expect(right.subarray(200 * perMs).every((sample) => sample === 0)).toBe(true);
  });

  it('brings the slower side to the rate of the faster one without a shift', () => {
    const { timeline, collect, left } = record(2, { inputRateHz: 16_000 });
    const tone = (rate: number, length: number, from: number): Int16Array =>
      Int16Array.from({ length }, (_, index) =>
        Math.round(10_000 * Math.sin((2 * Math.PI * 440 * (from + index)) / rate)),
      );
    for (let index = 0; index < 50; index += 1) {
      const offset = timeline.microphone(tone(16_000, 320, index * 320), 20 * (index + 1));
      expect(offset).toBe(index * frame);
    }
    timeline.finish();
    collect();
    const expected = tone(rateHz, rateHz, 0);
    const worst = Math.max(
      ...left
        .subarray(100, 49 * frame)
        .map((sample, index) => Math.abs(sample - (expected[100 + index] ?? 0))),
    );
    expect(worst).toBeLessThan(10);
  });
});

/** A small generator (mulberry32), so that the run is the same every time. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
