import { setImmediate as nextTurn } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { OutputStream } from '../../../../src/audio/host/audio-backend.js';
import { mutedOutput } from '../../../../src/audio/host/muted-output.js';

const rateHz = 24_000;
const frame = 480;
const perMs = 24;

/** A device assumed to be 100 ms deep that keeps what it gets, and a server that may know it and what it holds. */
function open(
  isKnown = true,
  heldMs?: number | 'never',
): {
  readonly stream: OutputStream;
  readonly written: number[];
  readonly mutes: boolean[];
  /** From now on the device takes nothing. */
  readonly fill: () => void;
} {
  const written: number[] = [];
  const mutes: boolean[] = [];
  let isFull = false;
  const device: OutputStream = {
    deviceName: 'default',
    depthMs: () => 100,
    start: () => undefined,
    write: (samples) => {
      written.push(samples[0] ?? 0);
      return isFull ? new Promise(() => undefined) : Promise.resolve();
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
    held: () => {
      if (heldMs === 'never') return new Promise<undefined>(() => undefined);
      return Promise.resolve(heldMs === undefined ? undefined : { index: 7, heldMs });
    },
    close: () => undefined,
  };
  const options = { rateHz, periodMs: 20, queuedFrames: 2 };
  const fill = (): void => {
    isFull = true;
  };
  return { stream: mutedOutput(device, own, options), written, mutes, fill };
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
    await stream.write(new Int16Array(frame).fill(1));
    const flushed = stream.flush?.();
    expect(stream.depthMs()).toBe(100 + 6 * 20);
    const again = stream.write(new Int16Array(frame).fill(2));
    expect(stream.depthMs()).toBe(100 + 7 * 20);
    await Promise.all([flushed, again]);
    expect(written).toEqual([1, 0, 0, 0, 0, 0, 0, 2]);
    expect(stream.depthMs()).toBe(100);
  });

  it('writes no more silence for a second flush than is missing', async () => {
    const { stream, written } = open();
    const sound = new Int16Array(frame).fill(2);
    void stream.flush?.();
    void stream.flush?.();
    void stream.write(sound);
    void stream.flush?.();
    await stream.write(sound);
    expect(written).toEqual([0, 0, 0, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 2]);
  });

  it('knows its depth from the server, and what was heard when it was muted', async () => {
    const { stream, fill } = open(true, 15);
    for (let n = 0; n < 4; n += 1) await stream.write(new Int16Array(frame).fill(1));
    expect(stream.knowsDepth).toBe(false);
    fill();
    vi.advanceTimersByTime(201);
    void stream.write(new Int16Array(frame).fill(1));
    // The reading is taken a turn after the answer.
    await nextTurn();
    await nextTurn();
    expect(stream.knowsDepth).toBe(true);
    // The frame itself, two in the queue, and what the server holds.
    expect(stream.depthMs()).toBe(20 + 2 * 20 + 15);
    vi.advanceTimersByTime(10);
    expect(await stream.flush?.()).toBe((20 + 2 * 20 + 15 - 10) * perMs);
  });

  it('does not wait for a server that does not answer', async () => {
    const { stream } = open(true, 'never');
    await stream.write(new Int16Array(frame).fill(1));
    vi.advanceTimersByTime(10);
    const flushed = stream.flush?.();
    vi.advanceTimersByTime(100);
    expect(await flushed).toBe(90 * perMs);
  });

  it('counts from the moment when it was silenced for a key that was not decided yet', async () => {
    const { stream, mutes } = open();
    await stream.write(new Int16Array(frame).fill(1));
    stream.silence?.(true);
    vi.advanceTimersByTime(50);
    expect(await stream.flush?.()).toBe(100 * perMs);
    stream.silence?.(false);
    expect(mutes).toEqual([true]);
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
