import { Writable } from 'node:stream';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { StreamOutput } from '../../../../src/cli/terminal/stream-output.js';

const stallMs = 5_000;

/** A stream whose reader takes a piece when it is told to. */
class SlowStream extends Writable {
  readonly taken: Buffer[] = [];
  #pending: { readonly bytes: Buffer; readonly done: (error?: Error) => void } | undefined;

  override _write(bytes: Buffer, _encoding: string, done: (error?: Error) => void): void {
    this.#pending = { bytes, done };
  }

  get text(): string {
    return Buffer.concat(this.taken).toString();
  }

  /** Takes what is offered; false when nothing is. */
  async take(): Promise<boolean> {
    const pending = this.#pending;
    if (pending === undefined) return false;
    this.#pending = undefined;
    this.taken.push(pending.bytes);
    pending.done();
    await new Promise((resolve) => {
      process.nextTick(resolve);
    });
    return true;
  }

  breakWith(code: string): void {
    this.#pending?.done(Object.assign(new Error(code), { code }));
  }
}

/** Until all that is due at once was done. */
function nextRound(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
});
afterEach(() => {
  vi.useRealTimers();
});

describe('output to a slow reader', () => {
  it('arrives whole and in order, however it was written', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.tuple(
            fc.constantFrom('line\n', 'ö', '東京', '🎈'.repeat(40_000), 'x'.repeat(70_000)),
            fc.boolean(),
          ),
        ),
        async (steps) => {
          const stream = new SlowStream();
          const output = new StreamOutput({ open: () => ({ stream, stallMs }) });
          for (const [text, takes] of steps) {
            output.write(text);
            if (takes) await stream.take();
          }
          const drained = output.drained();
          while (await stream.take());
          await drained;
          expect(stream.text).toBe(steps.map(([text]) => text).join(''));
          expect(output.lostBytes).toBe(0);
        },
      ),
      { numRuns: 100 },
    );
  });

  it('is waited for as long as the reader takes some of it', async () => {
    const stream = new SlowStream();
    const output = new StreamOutput({ open: () => ({ stream, stallMs }) });
    for (let count = 0; count < 20; count += 1) output.write('x'.repeat(4 * 1024));
    let isDrained = false;
    const drained = output.drained().then(() => (isDrained = true));
    await nextRound();
    for (let count = 0; count < 19; count += 1) {
      await vi.advanceTimersByTimeAsync(stallMs - 1);
      expect(await stream.take()).toBe(true);
    }
    expect(isDrained).toBe(false);
    while (await stream.take());
    await drained;
    expect(output.lostBytes).toBe(0);
  });

  it('is given up, and counted, when the reader takes nothing any more', async () => {
    const stream = new SlowStream();
    const output = new StreamOutput({ open: () => ({ stream, stallMs }) });
    output.write('x'.repeat(200_000));
    const drained = output.drained();
    await nextRound();
    await vi.advanceTimersByTimeAsync(stallMs);
    await drained;
    expect(output.lostBytes).toBe(200_000);
  });

  it('is bounded: what does not fit is counted, the rest arrives', async () => {
    const stream = new SlowStream();
    const output = new StreamOutput({ open: () => ({ stream, stallMs }) });
    const line = 'x'.repeat(1024 * 1024);
    for (let count = 0; count < 70; count += 1) output.write(line);
    expect(output.lostBytes).toBeGreaterThanOrEqual(5 * line.length);
    expect(stream.writableLength).toBeLessThanOrEqual(8 * 1024);
    while (await stream.take());
    expect(stream.text.length + output.lostBytes).toBe(70 * line.length);
  });

  it('goes without the stream as long as it is taken at once, and in order after that', async () => {
    const stream = new SlowStream();
    let direct = '';
    let opened = 0;
    const output = new StreamOutput({
      writeDirectly: (bytes) => {
        const taken = bytes.subarray(0, 5 - direct.length);
        direct += Buffer.from(taken).toString();
        return taken.length;
      },
      open: () => {
        opened += 1;
        return { stream, stallMs };
      },
    });
    output.write('abc');
    await output.drained();
    expect([direct, opened]).toEqual(['abc', 0]);
    output.write('defg');
    output.write('hi');
    while (await stream.take());
    expect([direct, stream.text, opened]).toEqual(['abcde', 'fghi', 1]);
  });

  it('ends with its reader: the failure is told, nothing waits for it', async () => {
    const stream = new SlowStream();
    const output = new StreamOutput({ open: () => ({ stream, stallMs }) });
    output.write('x'.repeat(200_000));
    const drained = output.drained();
    stream.breakWith('EPIPE');
    expect((await output.failed).code).toBe('EPIPE');
    await drained;
    output.write('more');
    await output.drained();
  });
});
