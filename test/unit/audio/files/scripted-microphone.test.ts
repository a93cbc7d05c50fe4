import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ScriptedMicrophone } from '../../../../src/audio/files/scripted-microphone.js';
import type { CapturedFrame } from '../../../../src/audio/kernel/engine-types.js';
import { mixed } from '../../../../src/audio/pure/mix.js';
import { concatSamples } from '../../../../src/audio/pure/pcm.js';
import { noiseGain, soundDbfs, speechDbfs } from '../../../../src/audio/pure/sound-level.js';
import type { WavAudio } from '../../../../src/audio/pure/wav.js';
import { VirtualTime } from '../../../helpers/virtual-time.js';

const rateHz = 24_000;
const frame = 480;

function tone(ms: number, size: number, sampleRateHz = rateHz): WavAudio {
  const samples = Int16Array.from({ length: (ms * sampleRateHz) / 1000 }, (_, n) =>
    n % 20 < 10 ? size : -size,
  );
  return { samples, sampleRateHz };
}

async function rig() {
  const time = new VirtualTime(1000);
  const microphone = new ScriptedMicrophone();
  const part = microphone.open(rateHz, time.clock);
  const frames: CapturedFrame[] = [];
  const events: string[] = [];
  await part.start((event) => {
    events.push(event.type);
    if (event.type === 'captured') frames.push(event.frame);
  });
  return {
    time,
    microphone,
    part,
    frames,
    events,
    run: (count: number) => time.runUntil(() => frames.length >= count, 1e9),
    heard: () => concatSamples(frames.map(({ samples }) => samples)),
  };
}

describe('the microphone of a script', () => {
  it('begins with the session, and hears silence every 20 ms', async () => {
    const { time, part, frames, run } = await rig();
    expect(await time.runUntil(() => frames.length > 0, 5000)).toBe(false);
    part.beginInput?.();
    await run(3);
    expect(frames.map(({ sequence, atMs }) => [sequence, atMs])).toEqual([
      [0, 1020],
      [1, 1040],
      [2, 1060],
    ]);
    expect(frames.every(({ samples }) => samples.every((sample) => sample === 0))).toBe(true);
    expect(part.counters().capturedFrames).toBe(3);
  });

  it('begins a sound with the next frame, and the one after it right behind', async () => {
    const { microphone, part, run, heard } = await rig();
    part.beginInput?.();
    await run(2);
    const first = microphone.play(tone(30, 1000));
    const second = microphone.play(tone(20, 2000));
    expect([first.startSequence, second.startSequence]).toEqual([2, 4]);
    await run(6);
    expect(await Promise.all([first.done, second.done])).toEqual([true, true]);
    const samples = heard();
    expect(samples.subarray(2 * frame, 2 * frame + 720)).toEqual(tone(30, 1000).samples);
    expect(samples.subarray(2 * frame + 720, 4 * frame).every((sample) => sample === 0)).toBe(true);
    expect(samples.subarray(4 * frame, 5 * frame)).toEqual(tone(20, 2000).samples);
    expect(samples.subarray(5 * frame).every((sample) => sample === 0)).toBe(true);
  });

  it('says what follows in the very next frame, also when the machine was held up', async () => {
    const { time, microphone, part, frames, run } = await rig();
    part.beginInput?.();
    await run(1);
    const { startSequence, done } = microphone.silence(50);
    const next = done.then(() => microphone.play(tone(20, 500)).startSequence);
    // 200 ms pass before the program comes to anything.
    time.nowMs += 200;
    await run(8);
    expect(startSequence).toBe(1);
    expect(await next).toBe(4);
    expect(frames[4]?.samples[0]).toBe(500);
  });

  it('converts any rate to that of the session', async () => {
    const { microphone, part, run, heard } = await rig();
    part.beginInput?.();
    const { done } = microphone.play(tone(1000, 8000, 16_000));
    await run(60);
    expect(await done).toBe(true);
    const last = heard().findLastIndex((sample) => Math.abs(sample) > 1000);
    expect(last / rateHz).toBeCloseTo(1, 2);
  });

  it('tells its end, refuses too many sounds, and ends what waits when it is closed', async () => {
    const { microphone, part, events } = await rig();
    part.beginInput?.();
    const sounds = Array.from({ length: 64 }, () => microphone.play(tone(20, 1)));
    expect(() => microphone.play(tone(20, 1))).toThrow(RangeError);
    microphone.end();
    expect(events).toContain('input-ended');
    await part.close();
    expect(await Promise.all(sounds.map(({ done }) => done))).not.toContain(true);
    expect(await microphone.silence(20).done).toBe(false);
  });

  it('keeps noise under everything at its level below the speech, without a seam', async () => {
    const { microphone, part, run, heard } = await rig();
    part.beginInput?.();
    const speech = tone(1000, 8000);
    const audio = tone(130, 30_000, 16_000);
    const speechLevel = speechDbfs([speech]) ?? 0;
    microphone.setNoise({ audio, gain: noiseGain(speechLevel, soundDbfs(audio), 15) });
    await run(50);
    microphone.play(speech);
    await run(100);
    microphone.setNoise(undefined);
    await run(102);
    const samples = heard();
    const level = (from: number, to: number): number =>
      soundDbfs({ samples: samples.subarray(from * frame, to * frame), sampleRateHz: rateHz });
    expect(speechLevel - level(5, 50)).toBeCloseTo(15, 0);
    const alone = samples
      .subarray(50 * frame, 100 * frame)
      .map((sample, n) => sample - (speech.samples[n] ?? 0));
    expect(speechLevel - soundDbfs({ samples: alone, sampleRateHz: rateHz })).toBeCloseTo(15, 0);
    expect(level(100, 102)).toBe(-100);
  });
});

describe('mixing', () => {
  const sample = fc.integer({ min: -32_768, max: 32_767 });
  const sound = fc.array(sample, { maxLength: 40 }).map((all) => Int16Array.from(all));

  it('is the sum, cut off at full scale and never wrapped around', () => {
    fc.assert(
      fc.property(sound, sound, fc.double({ min: 0, max: 50, noNaN: true }), (one, two, gain) => {
        const both = mixed(one, two, gain);
        expect(both.length).toBe(one.length);
        both.forEach((value, index) => {
          const sum = (one[index] ?? 0) + gain * (two[index] ?? 0);
          expect(Math.abs(value - Math.max(-32_768, Math.min(32_767, sum)))).toBeLessThanOrEqual(
            0.5,
          );
        });
      }),
    );
  });
});

describe('the level of speech', () => {
  it('leaves out the pauses, and is unknown of silence', () => {
    const word = tone(400, 4000).samples;
    const spoken = concatSamples([word, new Int16Array(rateHz), word]);
    const plain = soundDbfs({ samples: word, sampleRateHz: rateHz });
    expect(speechDbfs([{ samples: spoken, sampleRateHz: rateHz }])).toBeCloseTo(plain, 1);
    expect(speechDbfs([{ samples: new Int16Array(rateHz), sampleRateHz: rateHz }])).toBeUndefined();
    expect(noiseGain(-26, -100, 10)).toBe(0);
  });
});
