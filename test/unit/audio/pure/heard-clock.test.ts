import { describe, expect, it } from 'vitest';
import { HeardClock } from '../../../../src/audio/pure/heard-clock.js';

const frameMs = 20;
const queuedFrames = 2;

/**
 * A device that plays from 1000 ms on and has one frame more than it takes at once. It is 100 ms deep: two frames queued,
 * one being written, and 40 to 60 ms in the server.
 */
function device(): {
  readonly clock: HeardClock;
  /** Time passes until then, in which frames are handed over and taken. */
  readonly playUntil: (ms: number) => void;
  /** What the server answers at a moment. @param tookMs how long it takes to answer */
  readonly held: (ms: number, tookMs?: number) => Parameters<HeardClock['read']>[0];
  /** It plays nothing for so long. */
  readonly stop: (ms: number) => void;
} {
  const clock = new HeardClock({ frameMs, queuedFrames, assumedMs: 130 }, 1000);
  let pausedMs = 0;
  const taken = (ms: number): number => Math.floor((ms - 1000 - pausedMs) / frameMs) + 4;
  return {
    clock,
    playUntil: (ms) => {
      while (clock.taken < taken(ms)) {
        clock.hand(ms);
        clock.take();
      }
      while (clock.handedMs < (taken(ms) + 1) * frameMs) clock.hand(ms);
    },
    held: (ms, tookMs = 1) => ({
      askedMs: ms - tookMs / 2,
      answeredMs: ms + tookMs / 2,
      takenWhenAsked: taken(ms - tookMs / 2),
      takenWhenAnswered: taken(ms + tookMs / 2),
      heldMs: (taken(ms) - queuedFrames) * frameMs - (ms - 1000 - pausedMs),
    }),
    stop: (ms) => {
      pausedMs += ms;
    },
  };
}

describe('the part of the sound that was heard', () => {
  it('is assumed until the server has answered', () => {
    const { clock } = device();
    clock.hand(1000);
    expect(clock.isKnown).toBe(false);
    expect(clock.depthMs(1000)).toBe(130);
    expect(clock.depthMs(1040)).toBe(90);
    expect(clock.heardMs(1120)).toBe(10);
  });

  it('follows from what the server holds, and goes on with the time', () => {
    const { clock, playUntil, held } = device();
    playUntil(1307);
    clock.read(held(1307));
    expect(clock.isKnown).toBe(true);
    expect(clock.heardMs(1307)).toBe(307);
    expect(clock.heardMs(1309)).toBe(309);
    expect(clock.depthMs(1307)).toBe(400 - 307);
    playUntil(1511);
    expect(clock.depthMs(1511)).toBe(600 - 511);
  });

  it('is never more than was handed over', () => {
    const { clock, playUntil, held } = device();
    playUntil(1307);
    clock.read(held(1307));
    expect(clock.heardMs(9000)).toBe(clock.handedMs);
    expect(clock.depthMs(9000)).toBe(0);
  });

  it('is not taken from an answer that came late, or while a frame was taken', () => {
    const { clock, playUntil, held } = device();
    playUntil(1307);
    clock.read(held(1310, 16));
    expect(clock.isKnown).toBe(false);
    clock.read(held(1320, 2));
    expect(clock.isKnown).toBe(false);
  });

  it.each([
    ['seems a frame late because its taking was reported late', frameMs],
    ['seems early because the library holds part of a frame', -15],
  ])('is not misled by one answer that %s', (_, offMs) => {
    const { clock, playUntil, held } = device();
    for (const ms of [1305, 1507, 1709]) {
      playUntil(ms);
      clock.read(held(ms));
    }
    playUntil(1911);
    const reading = held(1911);
    clock.read({ ...reading, heldMs: reading.heldMs + offMs });
    expect(clock.heardMs(1911)).toBe(911);
  });

  it('keeps to what was clear before the library held part of a frame for good', () => {
    const { clock, playUntil, held } = device();
    for (let n = 0; n < 20; n += 1) {
      const ms = 1305 + n * 202;
      playUntil(ms);
      const reading = held(ms);
      clock.read(n < 5 ? reading : { ...reading, heldMs: reading.heldMs - 15 });
    }
    expect(clock.heardMs(5143)).toBeCloseTo(4143, 0);
  });

  it('stands still while the device has run out of sound', () => {
    const { clock, playUntil, held, stop } = device();
    playUntil(1305);
    clock.read(held(1305));
    stop(60);
    playUntil(1507);
    clock.read(held(1507));
    expect(clock.heardMs(1507)).toBe(447);
  });

  it('is told at a mute from what the server then held, however late it answers', () => {
    const { clock, playUntil, held } = device();
    for (const ms of [1305, 1507]) {
      playUntil(ms);
      clock.read(held(ms));
    }
    playUntil(1731);
    // Asked at 1701 and answered at 1761, the server made it at 1731.
    expect(clock.heardAt(held(1731, 60))).toBe(731);
    // It had played nothing for 76 ms by then.
    const late = held(1731, 16);
    expect(clock.heardAt({ ...late, heldMs: late.heldMs + 76 })).toBe(655);
  });

  it('is found anew for another stream', () => {
    const { clock, playUntil, held } = device();
    playUntil(1305);
    clock.read(held(1305));
    clock.restart();
    expect(clock.isKnown).toBe(false);
  });
});
