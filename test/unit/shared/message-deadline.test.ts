import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { watchMessages } from '../../../src/shared/message-deadline.js';
import { FrameTracker } from '../../../src/shared/websocket-frames.js';

interface Frame {
  readonly opcode: number;
  readonly fin: boolean;
  readonly masked: boolean;
  readonly payload: number;
}

/** A frame as RFC 6455 section 5.2 lays it out. */
function encoded({ opcode, fin, masked, payload }: Frame): Buffer {
  const first = (fin ? 0x80 : 0) | opcode;
  const mask = masked ? 0x80 : 0;
  const length = Buffer.alloc(payload < 126 ? 0 : payload < 65_536 ? 2 : 8);
  if (length.length === 2) length.writeUInt16BE(payload);
  if (length.length === 8) length.writeBigUInt64BE(BigInt(payload));
  const second = mask | (length.length === 0 ? payload : length.length === 2 ? 126 : 127);
  const rest = Buffer.alloc((masked ? 4 : 0) + payload, 0x81);
  return Buffer.concat([Buffer.from([first, second]), length, rest]);
}

const ping: Frame = { opcode: 9, fin: true, masked: false, payload: 3 };

/** A message in fragments, with control frames between them. */
const message = fc
  .record({
    masked: fc.boolean(),
    payloads: fc.array(fc.constantFrom(0, 1, 125, 126, 65_535, 65_536), {
      minLength: 1,
      maxLength: 4,
    }),
    withPings: fc.boolean(),
  })
  .map(({ masked, payloads, withPings }) =>
    payloads.flatMap((payload, index): readonly Frame[] => {
      const fin = index === payloads.length - 1;
      const frame = { opcode: index === 0 ? 1 : 0, fin, masked, payload };
      return withPings ? [frame, ping] : [frame];
    }),
  );

describe('the tracker of frames', () => {
  it('knows after every piece of a stream whether a message is under way', () => {
    fc.assert(
      fc.property(
        fc.array(message, { maxLength: 4 }),
        fc.integer({ min: 500, max: 70_000 }),
        (all, step) => {
          const bytes = Buffer.concat(all.flat().map(encoded));
          const tracker = new FrameTracker();
          for (let at = 0; at < bytes.length; at += step) {
            tracker.push(bytes.subarray(at, at + step));
          }
          expect(tracker.messages).toBe(all.length);
          expect(tracker.messageBytes).toBe(0);
        },
      ),
      { numRuns: 100 },
    );
  });

  it('is within a message after every piece but the last', () => {
    const bytes = Buffer.concat(
      [
        { opcode: 1, fin: false, masked: true, payload: 2 },
        ping,
        { opcode: 0, fin: true, masked: true, payload: 1 },
      ].map(encoded),
    );
    const tracker = new FrameTracker();
    const within = [...bytes].map((byte) => {
      tracker.push(Buffer.from([byte]));
      return tracker.messageBytes > 0;
    });
    expect(within).toEqual([...bytes].map((_, index) => index < bytes.length - 1));
  });
});

describe('the deadline of a message', () => {
  function bench(isPaused = () => false) {
    let nowMs = 0;
    let task: { readonly atMs: number; readonly run: () => void } | undefined;
    let overdueAtMs: number | undefined;
    const deadline = watchMessages({
      deadlineMs: 1000,
      clock: {
        nowMs: () => nowMs,
        after: (delayMs, run) => {
          task = { atMs: nowMs + delayMs, run };
          return () => (task = undefined);
        },
      },
      isPaused,
      overdue: () => {
        expect(overdueAtMs).toBeUndefined();
        overdueAtMs = nowMs;
      },
    });
    const moveTo = (endMs: number): void => {
      for (let due = task; due !== undefined && due.atMs <= endMs; due = task) {
        nowMs = due.atMs;
        task = undefined;
        due.run();
      }
      nowMs = endMs;
    };
    return { deadline, moveTo, overdueAtMs: () => overdueAtMs };
  }
  const fragment = encoded({ opcode: 1, fin: false, masked: false, payload: 10 });
  const next = encoded({ opcode: 0, fin: false, masked: false, payload: 10 });
  const last = encoded({ opcode: 0, fin: true, masked: false, payload: 0 });

  it('counts from its first byte, whatever comes meanwhile', () => {
    const { deadline, moveTo, overdueAtMs } = bench();
    moveTo(500);
    deadline.heard(fragment);
    for (let atMs = 600; atMs < 3000; atMs += 100) {
      moveTo(atMs);
      deadline.heard(atMs % 200 === 0 ? next : encoded(ping));
    }
    expect(overdueAtMs()).toBeGreaterThanOrEqual(1500);
    expect(overdueAtMs()).toBeLessThan(1600);
  });

  it('starts anew with each message, and does not run between them', () => {
    const { deadline, moveTo, overdueAtMs } = bench();
    for (let atMs = 0; atMs < 5000; atMs += 900) {
      moveTo(atMs);
      deadline.heard(Buffer.concat([last, fragment]));
    }
    deadline.heard(last);
    moveTo(20_000);
    expect(overdueAtMs()).toBeUndefined();
  });

  it('gives a big message the time of a slow line', () => {
    const { deadline, moveTo, overdueAtMs } = bench();
    deadline.heard(encoded({ opcode: 1, fin: false, masked: false, payload: 2_560_000 }));
    moveTo(10_000);
    expect(overdueAtMs()).toBeUndefined();
    moveTo(12_000);
    expect(overdueAtMs()).toBeGreaterThan(10_900);
  });

  it('stands still while the stream is not read', () => {
    let paused = true;
    const { deadline, moveTo, overdueAtMs } = bench(() => paused);
    deadline.heard(fragment);
    moveTo(9000);
    expect(overdueAtMs()).toBeUndefined();
    paused = false;
    moveTo(11_000);
    expect(overdueAtMs()).toBeDefined();
  });

  it('is over once it was missed or stopped', () => {
    const { deadline, moveTo, overdueAtMs } = bench();
    deadline.heard(fragment);
    moveTo(2000);
    deadline.heard(next);
    moveTo(9000);
    expect(overdueAtMs()).toBeLessThan(1100);
    const stopped = bench();
    stopped.deadline.heard(fragment);
    stopped.deadline.stop();
    stopped.deadline.heard(next);
    stopped.moveTo(9000);
    expect(stopped.overdueAtMs()).toBeUndefined();
  });
});
