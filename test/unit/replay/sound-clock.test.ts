import { describe, expect, it } from 'vitest';
import { SoundClock } from '../../../src/replay/sound-clock.js';
import type { Input } from '../../../src/session/inputs.js';
import { seeded } from '../../helpers/random-session.js';

const rateHz = 24_000;
const frameMs = 20;
const opened: Input = { nowMs: 400, type: 'part-open', part: 'recording', path: 'there' };

/** A frame of the microphone that was captured at a time of the log, its first sample at an offset. */
function frame(atMs: number, offset: number, lateMs: number): Input {
  return {
    nowMs: atMs + lateMs,
    type: 'sent',
    raw: {},
    bytes: 1,
    audio: { track: 'microphone', offset, length: (rateHz * frameMs) / 1000 },
    lateMs,
  };
}

describe('the clocks of a recording', () => {
  it('are the same but for the start while there is no microphone', () => {
    const clock = new SoundClock(rateHz, rateHz);
    expect(clock.wavMsAt(1000)).toBe(1000);
    clock.add(opened);
    expect(clock.wavMsAt(1400)).toBe(1000);
    expect(clock.logMsAt(1000)).toBe(1400);
    expect(clock.wavMsAt(0)).toBe(-400);
  });

  it.each([-300, 0, 40])(
    'are compared all along: an hour on a device that is %i ppm off stays within a frame',
    (ppm) => {
      const random = seeded(ppm + 1000);
      const clock = new SoundClock(rateHz, rateHz);
      clock.add(opened);
      const pace = 1 + ppm / 1_000_000;
      const truth = (logMs: number): number => (logMs - 500) * pace;
      for (let frames = 1; frames <= 180_000; frames += 1) {
        const atMs = 500 + (frames * frameMs) / pace;
        // The program takes frames late, now and then in a burst, and notes it in steps of 0.1 ms.
        const lateMs = Math.round(random() * (random() < 0.01 ? 800 : 30) * 10) / 10;
        clock.add(frame(atMs + random() * 5, ((frames - 1) * frameMs * rateHz) / 1000, lateMs));
      }
      for (let logMs = 600; logMs < 3_600_000; logMs += 777) {
        expect(Math.abs(clock.wavMsAt(logMs) - truth(logMs))).toBeLessThan(frameMs);
        expect(Math.abs(clock.logMsAt(clock.wavMsAt(logMs)) - logMs)).toBeLessThan(0.001);
      }
    },
  );

  it('never go back, whatever a damaged log says', () => {
    const random = seeded(5);
    const clock = new SoundClock(rateHz, rateHz);
    for (let frames = 0; frames < 2000; frames += 1)
      clock.add(frame(random() * 3_600_000, random() * rateHz * 3600, random() * 100));
    let last = -Infinity;
    for (let logMs = 0; logMs < 3_600_000; logMs += 500) {
      const wavMs = clock.wavMsAt(logMs);
      expect(wavMs).toBeGreaterThanOrEqual(last);
      last = wavMs;
    }
  });
});
