import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { OutputStream } from '../../../../src/audio/host/audio-backend.js';
import { mutedOutput } from '../../../../src/audio/host/muted-output.js';

const rateHz = 24_000;
const frame = 480;
const perMs = 24;

/** A device of 100 ms that keeps what it gets, and a server that may know it. */
function open(isKnown = true): {
  readonly stream: OutputStream;
  readonly written: number[];
  readonly mutes: boolean[];
} {
  const written: number[] = [];
  const mutes: boolean[] = [];
  const device: OutputStream = {
    deviceName: 'default',
    depthMs: () => 100,
    start: () => undefined,
    write: (samples) => {
      written.push(samples[0] ?? 0);
      return Promise.resolve();
    },
    quit: () => Promise.resolve(),
  };
  const own = {
    isKnown,
    watch: () => Promise.resolve(),
    mute: (isMuted: boolean) => {
      mutes.push(isMuted);
      return Promise.resolve();
    },
    close: () => undefined,
  };
  return { stream: mutedOutput(device, own, { rateHz, periodMs: 20 }), written, mutes };
}

describe('a speaker that a server can mute', () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'hrtime'] });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('is silent from a flush until its own samples have run out, which count as not heard', async () => {
    const { stream, mutes } = open();
    await stream.write(new Int16Array(frame).fill(1));
    vi.advanceTimersByTime(10);
    expect(await stream.flush?.()).toBe(90 * perMs);
    expect(mutes).toEqual([true]);
    vi.advanceTimersByTime(100);
    expect(mutes).toEqual([true]);
    vi.advanceTimersByTime(80);
    expect(mutes).toEqual([true, false]);
  });

  it('writes silence before what follows, and tells how much later that is heard', async () => {
    const { stream, written } = open();
    await stream.flush?.();
    expect(stream.depthMs()).toBe(100 + 6 * 20);
    await stream.write(new Int16Array(frame).fill(2));
    expect(written).toEqual([0, 0, 0, 0, 0, 0, 2]);
    expect(stream.depthMs()).toBe(100);
  });

  it('counts from the moment when it was silenced for a key that was not decided yet', async () => {
    const { stream, mutes } = open();
    await stream.write(new Int16Array(frame).fill(1));
    stream.silence?.(true);
    vi.advanceTimersByTime(50);
    expect(await stream.flush?.()).toBe(100 * perMs);
    stream.silence?.(false);
    expect(mutes).toEqual([true, true]);
  });

  it('sounds again when the key was another one', () => {
    const { stream, mutes } = open();
    stream.silence?.(true);
    stream.silence?.(false);
    expect(mutes).toEqual([true, false]);
  });

  it('is left alone where the server does not know it', async () => {
    const { stream, mutes } = open(false);
    expect(await stream.flush?.()).toBe(0);
    stream.silence?.(true);
    expect(mutes).toEqual([]);
    expect(stream.depthMs()).toBe(100);
  });

  it('is not left muted when it is closed', async () => {
    const { stream, mutes } = open();
    await stream.flush?.();
    await stream.quit();
    expect(mutes).toEqual([true, false]);
  });
});
