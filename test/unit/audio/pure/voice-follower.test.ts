import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { StereoLevelMeter } from '../../../../src/audio/pure/frame-levels.js';
import { Resampler } from '../../../../src/audio/pure/resample.js';
import { findVoice } from '../../../../src/audio/pure/voice-activity.js';
import { VoiceFollower } from '../../../../src/audio/pure/voice-follower.js';
import { parseWav } from '../../../../src/audio/pure/wav.js';
import { seeded } from '../../../helpers/random-session.js';

const rateHz = 24_000;
const frame = rateHz / 50;

/** Speech from a file after a second of noise, and before another one. */
function spoken(name: string, noiseSize: number): Int16Array {
  const path = new URL(`../../../fixtures/speech/${name}.wav`, import.meta.url);
  const wav = parseWav(readFileSync(path), name);
  const resampler = new Resampler(wav.sampleRateHz, rateHz);
  const speech = [...resampler.push(wav.samples), ...resampler.end()];
  const random = seeded(5);
  return Int16Array.from({ length: speech.length + 2 * rateHz }, (_, n) =>
    Math.round((speech[n - rateHz] ?? 0) + (random() * 2 - 1) * noiseSize),
  );
}

/** Where a whole recording has its last voice. */
function lastVoiceMs(samples: Int16Array): number {
  const meter = new StereoLevelMeter(rateHz);
  meter.push(Int32Array.from(samples, (sample) => sample & 0xffff));
  return findVoice(meter.end().left.power).at(-1)?.endMs ?? Number.NaN;
}

describe('VoiceFollower', () => {
  it.each(['what-time-is-it', 'please-count', 'unknown-sentence'])(
    'dates the end of "%s" as the whole recording does, at any level of noise',
    (name) => {
      for (const noiseSize of [0, 3, 30, 100]) {
        const samples = spoken(name, noiseSize);
        const follower = new VoiceFollower(rateHz);
        for (let at = 0; at + frame <= samples.length; at += frame)
          follower.push(samples.subarray(at, at + frame), 5000 + (at + frame) / 24);
        const endMs = (follower.endMs ?? Number.NaN) - 5000;
        expect(Math.abs(endMs - lastVoiceMs(samples))).toBeLessThan(10);
      }
    },
  );

  it('gives the same for frames of any length', () => {
    const samples = spoken('please-count', 30);
    const ends = [1, 7, 240, 777, samples.length].map((length) => {
      const follower = new VoiceFollower(rateHz);
      for (let at = 0; at < samples.length; at += length) {
        const part = samples.subarray(at, at + length);
        follower.push(part, (at + part.length) / 24);
      }
      return Math.round((follower.endMs ?? Number.NaN) * 1000);
    });
    expect(new Set(ends).size).toBe(1);
  });

  it('does not know of voice in silence, in steady noise or after a click', () => {
    const random = seeded(6);
    for (const sample of [
      () => 0,
      () => Math.round((random() * 2 - 1) * 5),
      (n: number) => (n % rateHz < 100 ? 20_000 : 0),
    ]) {
      const follower = new VoiceFollower(rateHz);
      for (let at = 0; at < 10; at += 1)
        follower.push(
          Int16Array.from({ length: frame }, (_, n) => sample(at * frame + n)),
          at * 20,
        );
      expect(follower.endMs).toBeUndefined();
    }
  });
});
