import { describe, expect, it } from 'vitest';
import { StereoLevelMeter } from '../../../../src/audio/pure/frame-levels.js';
import { findVoice, joinVoice, overlaps } from '../../../../src/audio/pure/voice-activity.js';
import { seeded } from '../../../helpers/random-session.js';

const rateHz = 24_000;
const frameMs = 10;

interface Burst {
  readonly startMs: number;
  readonly endMs: number;
  readonly size: number;
}

/** Power of the left channel of a sound that is measured in pieces of odd lengths. */
function powerOf(seconds: number, sample: (n: number) => number): Float32Array {
  const meter = new StereoLevelMeter(rateHz);
  const pairs = Int32Array.from({ length: seconds * rateHz }, (_, n) => sample(n) & 0xffff);
  for (let at = 0; at < pairs.length; at += 1777) meter.push(pairs.subarray(at, at + 1777));
  return meter.end().left.power;
}

/** Tones at the places of the spans, over noise. */
function bursts(spans: readonly Burst[], noise: (n: number) => number): (n: number) => number {
  let next = 0;
  return (n) => {
    const atMs = n / 24;
    while (atMs >= (spans[next]?.endMs ?? Number.POSITIVE_INFINITY)) next += 1;
    const { startMs, size } = spans[next] ?? { startMs: Number.POSITIVE_INFINITY, size: 0 };
    return Math.round(noise(n) + (atMs >= startMs ? size * Math.sin(n / 9) : 0));
  };
}

describe('findVoice', () => {
  it('finds the edges of 80 bursts at random places within a frame, in silence and in noise 20 dB below', () => {
    for (const noiseDb of [Number.NEGATIVE_INFINITY, -20]) {
      const random = seeded(3);
      const spans: Burst[] = [];
      for (let atMs = 500; spans.length < 80;) {
        const startMs = atMs + 250 + random() * 700;
        const endMs = startMs + 120 + random() * 900;
        spans.push({ startMs, endMs, size: 2000 + random() * 8000 });
        atMs = endMs;
      }
      const noiseSize = (2000 / Math.SQRT2) * 10 ** (noiseDb / 20) * Math.sqrt(3);
      const noise = seeded(4);
      const seconds = Math.ceil((spans.at(-1)?.endMs ?? 0) / 1000) + 1;
      const found = findVoice(
        powerOf(
          seconds,
          bursts(spans, () => (noise() * 2 - 1) * noiseSize),
        ),
      );
      expect(found).toHaveLength(spans.length);
      spans.forEach(({ startMs, endMs }, index) => {
        expect(Math.abs((found[index]?.startMs ?? Number.NaN) - startMs)).toBeLessThan(frameMs);
        expect(Math.abs((found[index]?.endMs ?? Number.NaN) - endMs)).toBeLessThan(frameMs);
      });
    }
  });

  it('hears a quiet voice over quiet noise and not the loud noise of another minute', () => {
    const random = seeded(8);
    const size = (n: number): number => (n < 30 * rateHz ? 20 : 1500);
    const spans = [{ startMs: 10_000, endMs: 11_000, size: 300 }];
    const found = findVoice(
      powerOf(
        60,
        bursts(spans, (n) => (random() * 2 - 1) * size(n)),
      ),
    );
    expect(found.filter(({ startMs }) => startMs < 29_000)).toHaveLength(1);
    expect(found.filter(({ startMs }) => startMs > 35_000)).toEqual([]);
  });

  it('does not take the noise of a microphone for voice that is unmuted', () => {
    const random = seeded(6);
    const power = powerOf(8, (n) => (n > 4 * rateHz ? Math.round((random() * 2 - 1) * 150) : 0));
    expect(findVoice(power)).toEqual([]);
  });

  it('takes neither a click, nor a constant offset, nor digital silence for voice', () => {
    expect(findVoice(powerOf(3, (n) => (n % 24_000 < 200 ? 9000 * Math.sin(n) : 0)))).toEqual([]);
    expect(findVoice(powerOf(3, () => 6000))).toEqual([]);
    expect(findVoice(powerOf(3, () => 0))).toEqual([]);
    expect(findVoice(new Float32Array(0))).toEqual([]);
  });

  it('keeps soft ends of loud voice, by hysteresis', () => {
    const spans = [
      { startMs: 5000, endMs: 5300, size: 4000 },
      { startMs: 5300, endMs: 5500, size: 60 },
    ];
    const random = seeded(2);
    const power = powerOf(
      10,
      bursts(spans, () => (random() * 2 - 1) * 26),
    );
    const [only, ...others] = findVoice(power);
    expect(others).toEqual([]);
    expect(only?.endMs).toBeGreaterThan(5480);
    // The same soft sound alone is none.
    const alone = powerOf(
      10,
      bursts(spans.slice(1), () => (random() * 2 - 1) * 26),
    );
    expect(findVoice(alone)).toEqual([]);
  });
});

describe('spans of voice', () => {
  const span = (startMs: number, endMs: number): { startMs: number; endMs: number } => ({
    startMs,
    endMs,
  });

  it('are joined over short pauses', () => {
    const joined = joinVoice([span(0, 100), span(250, 400), span(600, 700)], 200);
    expect(joined).toEqual([span(0, 400), span(600, 700)]);
  });

  it('overlap where both sides speak', () => {
    const left = [span(0, 100), span(200, 500), span(900, 950)];
    const right = [span(50, 250), span(300, 320), span(490, 600), span(940, 2000)];
    expect(overlaps(left, right)).toEqual([
      span(50, 100),
      span(200, 250),
      span(300, 320),
      span(490, 500),
      span(940, 950),
    ]);
    expect(overlaps(right, left)).toEqual(overlaps(left, right));
  });
});
