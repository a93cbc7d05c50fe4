import { setImmediate as nextTurn } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import type { OutputStream } from '../../../../src/audio/host/audio-backend.js';
import { PlaybackPump } from '../../../../src/audio/host/playback-pump.js';
import { monotonicMs } from '../../../../src/shared/clock.js';

const rateHz = 24_000;

/** A pump whose device takes a frame at each `take`, and says what it is made to say. */
function open(): {
  readonly pump: PlaybackPump;
  readonly take: (frames: number) => Promise<void>;
  readonly underrun: () => void;
} {
  let onTaken = (): void => undefined;
  let underruns = 0;
  const stream: OutputStream = {
    deviceName: 'default',
    depthMs: () => 100,
    start: () => undefined,
    write: () =>
      new Promise((resolve) => {
        onTaken = resolve;
      }),
    flush: () => Promise.resolve(0),
    underruns: () => underruns,
    quit: () => Promise.resolve(),
  };
  const ignore = (): void => undefined;
  const listener = { played: ignore, flushed: ignore, tick: ignore, tooFast: ignore };
  const pump = new PlaybackPump(stream, { rateHz, periodMs: 20 }, listener);
  void pump.run();
  return {
    pump,
    take: async (frames) => {
      for (let n = 0; n < frames; n += 1) {
        await nextTurn();
        onTaken();
      }
      await nextTurn();
    },
    underrun: () => {
      underruns += 1;
    },
  };
}

describe('underruns of a device', () => {
  it('count, and have a time, while there is something to hear', async () => {
    const { pump, take, underrun } = open();
    pump.playout.push('a', 0, new Int16Array(rateHz).fill(9000));
    await take(4);
    expect(pump.underruns).toBe(0);
    expect(pump.underrunAtMs).toBeUndefined();
    const beforeMs = monotonicMs();
    underrun();
    await take(1);
    expect(pump.underruns).toBe(1);
    expect(pump.underrunAtMs).toBeGreaterThanOrEqual(beforeMs);
    expect(pump.underrunAtMs).toBeLessThanOrEqual(monotonicMs());
  });

  it('do not count in silence, nor after a flush', async () => {
    const { pump, take, underrun } = open();
    await take(2);
    underrun();
    await take(1);
    pump.playout.push('a', 0, new Int16Array(rateHz).fill(9000));
    await take(2);
    expect(pump.underruns).toBe(0);
    const flushed = pump.flush(1);
    await take(1);
    await flushed;
    underrun();
    await take(2);
    expect(pump.underruns).toBe(0);
  });
});
