import { describe, expect, it } from 'vitest';
import { CaptureSequence } from '../../../../src/audio/host-client/capture-sequence.js';
import { PaceGuard } from '../../../../src/audio/host/pace-guard.js';
import { Watchdog, watchIntervalMs } from '../../../../src/audio/host-client/watchdog.js';

/** Lets `watchdog` watch from `fromMs` on; gives its finding and when it came. */
function watch(
  watchdog: Watchdog,
  fromMs: number,
  untilMs: number,
): { what: string; atMs: number } | undefined {
  for (let nowMs = fromMs; nowMs <= untilMs; nowMs += watchIntervalMs) {
    const what = watchdog.check(nowMs);
    if (what !== undefined) return { what, atMs: nowMs };
  }
  return undefined;
}

describe('the watchdog', () => {
  it('finds a device that fell silent within 600 ms, and says which', () => {
    for (const [side, other] of [
      ['microphone', 'speaker'],
      ['speaker', 'microphone'],
    ] as const) {
      const watchdog = new Watchdog(['microphone', 'speaker'], 0);
      for (let nowMs = 0; nowMs <= 1000; nowMs += 20) {
        watchdog.sawActivity('microphone', nowMs);
        watchdog.sawActivity('speaker', nowMs);
        if (nowMs % 100 === 0) expect(watchdog.check(nowMs)).toBeUndefined();
      }
      let found: string | undefined;
      let nowMs = 1000;
      while (found === undefined && nowMs < 3000) {
        nowMs += 20;
        watchdog.sawActivity(other, nowMs);
        if (nowMs % 100 === 0) found = watchdog.check(nowMs);
      }
      expect(found).toBe(side);
      expect(nowMs - 1000).toBeLessThanOrEqual(600);
    }
  });

  it('finds both dead at once', () => {
    const watchdog = new Watchdog(['microphone', 'speaker'], 0);
    watchdog.sawActivity('microphone', 0);
    watchdog.sawActivity('speaker', 0);
    expect(watch(watchdog, 100, 2000)).toEqual({ what: 'both', atMs: 500 });
  });

  it('waits four seconds for the first sign of life', () => {
    const watchdog = new Watchdog(['microphone'], 0);
    expect(watchdog.isActive).toBe(false);
    expect(watch(watchdog, 100, 3900)).toBeUndefined();
    expect(watch(watchdog, 4000, 5000)?.atMs).toBe(4000);
  });

  it('does not blame the device when this process was held up', () => {
    const watchdog = new Watchdog(['speaker'], 0);
    watchdog.sawActivity('speaker', 50);
    expect(watchdog.check(100)).toBeUndefined();
    expect(watchdog.check(2100)).toBeUndefined();
    watchdog.sawActivity('speaker', 2101);
    expect(watch(watchdog, 2200, 2500)).toBeUndefined();
  });
});

describe('the pace guard', () => {
  it('lets a device take its own buffer in advance and keep its own pace', () => {
    const guard = new PaceGuard(0);
    for (let frame = 0; frame < 10; frame += 1) expect(guard.isTooFast(20, 0)).toBe(false);
    for (let nowMs = 20; nowMs < 60_000; nowMs += 20)
      expect(guard.isTooFast(20.2, nowMs)).toBe(false);
  });

  it('notices a device that takes twice as much as time passes, also after a good hour', () => {
    const guard = new PaceGuard(0);
    let nowMs = 0;
    for (; nowMs < 3_600_000; nowMs += 20) guard.isTooFast(20, nowMs);
    const stormMs = nowMs;
    while (!guard.isTooFast(40, nowMs)) nowMs += 20;
    expect(nowMs - stormMs).toBeLessThan(1500);
  });
});

describe('the numbers of captured frames', () => {
  const frame = (sequence: number, atMs: number) => ({
    sequence,
    atMs,
    samples: new Int16Array(0),
  });

  it('go on after a restart with a step for what was lost', () => {
    const sequence = new CaptureSequence();
    expect(sequence.place(frame(0, 0)).sequence).toBe(0);
    expect(sequence.place(frame(1, 20)).sequence).toBe(1);
    sequence.restart();
    expect(sequence.place(frame(0, 1020)).sequence).toBe(51);
    expect(sequence.place(frame(1, 1040)).sequence).toBe(52);
    expect(sequence.count).toBe(4);
  });

  it('step by more than one even after the shortest outage', () => {
    const sequence = new CaptureSequence();
    sequence.place(frame(0, 0));
    sequence.restart();
    expect(sequence.place(frame(0, 20)).sequence).toBe(2);
  });
});
