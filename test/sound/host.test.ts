import { execFileSync, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createAudioEngine } from '../../src/audio/engine.js';
import { lossFlushId } from '../../src/audio/kernel/engine-types.js';
import type {
  AudioEngine,
  AudioEvent,
  CapturedFrame,
} from '../../src/audio/kernel/engine-types.js';
import { bytesToSamples } from '../../src/audio/pure/pcm.js';
import { systemClock } from '../../src/shared/clock.js';
import { monotonicMs } from '../../src/shared/clock.js';
import { watchHoldUps } from '../helpers/held-up.js';

let built: string;
let device: string;
let engine: AudioEngine | undefined;
let events: { readonly event: AudioEvent; readonly atMs: number }[];

beforeAll(async () => {
  built = await mkdtemp(join(tmpdir(), 'voicelive-host-'));
  await build({
    entryPoints: { host: 'test/sound/synthetic-host.ts', owner: 'test/sound/host-owner.ts' },
    outdir: built,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    format: 'esm',
    platform: 'node',
    logLevel: 'warning',
  });
  // Where the package begins, for code that looks for it.
  await writeFile(join(built, 'package.json'), '{}');
});

afterAll(async () => {
  await rm(built, { recursive: true });
});

beforeEach(async () => {
  device = join(built, `device-${Math.random().toString(36).slice(2)}`);
  await mkdir(device);
  events = [];
});

afterEach(async () => {
  await engine?.close();
  engine = undefined;
});

async function start(
  use: 'both' | 'microphone' | 'speaker',
  script = 'host.mjs',
): Promise<AudioEngine> {
  const created = createAudioEngine(
    {
      inputRateHz: 24_000,
      outputRateHz: 24_000,
      microphone: use === 'speaker' ? 'none' : device,
      speaker: use === 'microphone' ? 'none' : device,
      lowLatency: false,
    },
    { clock: systemClock, hostProgram: () => ({ path: join(built, script), execArgv: [] }) },
  );
  engine = created;
  await created.start((event) => {
    events.push({ event, atMs: monotonicMs() });
  });
  return created;
}

function has(type: AudioEvent['type']): boolean {
  return events.some(({ event }) => event.type === type);
}

function when(type: AudioEvent['type']): number {
  return events.find(({ event }) => event.type === type)?.atMs ?? Number.NaN;
}

function captured(): CapturedFrame[] {
  return events.flatMap(({ event }) => (event.type === 'captured' ? [event.frame] : []));
}

function handed(itemId: string): number {
  return events
    .flatMap(({ event }) => (event.type === 'played' ? event.frame.spans : []))
    .filter((span) => span.itemId === itemId)
    .reduce((sum, span) => sum + span.samples, 0);
}

function flushes(): Extract<AudioEvent, { type: 'flushed' }>[] {
  return events.flatMap(({ event }) => (event.type === 'flushed' ? [event] : []));
}

/**
 * Checks the only item of a loss: what the dead device held, about three frames, was not heard. A machine that held up the
 * host has frames handed over in a burst after it.
 */
function expectDeadIn(
  loss: Extract<AudioEvent, { type: 'flushed' }> | undefined,
  itemId: string,
  receivedSamples: number,
  heldUpMs: number,
): void {
  const [entry, ...others] = loss?.items ?? [];
  expect(others).toEqual([]);
  expect(entry).toMatchObject({ itemId, contentIndex: 0, receivedSamples });
  const inDevice = handed(itemId) - (entry?.playedSamples ?? Number.NaN);
  expect(inDevice).toBeGreaterThan(0);
  expect(inDevice).toBeLessThanOrEqual(4 * 480 + heldUpMs * 24);
}

/** What the device got, without silence; samples of item n are all n. */
async function sunk(value: number): Promise<number> {
  return bytesToSamples(await readFile(join(device, 'sink'))).filter((sample) => sample === value)
    .length;
}

async function hostPid(): Promise<number> {
  return Number(await readFile(join(device, 'pid'), 'utf8'));
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

function block(ms: number): void {
  const untilMs = monotonicMs() + ms;
  while (monotonicMs() < untilMs);
}

const atOnce = { interval: 5 };

describe('the audio host', () => {
  it('hands over exactly what the ledger says in interruption after interruption', async () => {
    const running = await start('speaker');
    for (let round = 1; round <= 12; round += 1) {
      const itemId = `item-${round}`;
      running.play(itemId, 0, new Int16Array(24_000).fill(round));
      const enough = (round * 331) % 4000;
      await expect.poll(() => handed(itemId), atOnce).toBeGreaterThanOrEqual(enough);
      running.flush(round);
      await expect
        .poll(() => events.filter(({ event }) => event.type === 'flushed').length, atOnce)
        .toBe(round);
    }
    running.play('last', 0, new Int16Array(1000).fill(99));
    running.finish('last', 0);
    await expect.poll(() => handed('last'), atOnce).toBe(1000);
    await running.close();
    const flushed = events.flatMap(({ event }) => (event.type === 'flushed' ? event.items : []));
    expect(flushed.map((item) => item.itemId)).toEqual(
      Array.from({ length: 12 }, (_, n) => `item-${n + 1}`),
    );
    for (const [n, item] of flushed.entries()) {
      expect(item.receivedSamples).toBe(24_000);
      expect(item.playedSamples).toBe(handed(item.itemId));
      expect(await sunk(n + 1)).toBe(item.playedSamples);
    }
    expect(await sunk(99)).toBe(1000);
  });

  it('loses and swaps no captured frame while the program is held up 100 ms at a time', async () => {
    await start('microphone');
    await expect.poll(() => captured().length, atOnce).toBeGreaterThan(5);
    for (let n = 0; n < 8; n += 1) {
      const before = captured().length;
      block(100);
      await expect.poll(() => captured().length, atOnce).toBeGreaterThan(before);
    }
    const frames = captured();
    expect(frames.length).toBeGreaterThan(40);
    expect(frames.map((frame) => frame.sequence)).toEqual(frames.map((_, n) => n));
    const samples = frames.flatMap((frame) => [...frame.samples]);
    expect(samples.every((sample, n) => sample === (n % 30_000) + 1)).toBe(true);
  });

  it('goes on playing without a gap while the program is held up', async () => {
    const running = await start('speaker');
    running.play('a', 0, new Int16Array(24_000).fill(1));
    running.finish('a', 0);
    await expect.poll(() => handed('a'), atOnce).toBeGreaterThan(0);
    block(700);
    await expect.poll(() => handed('a'), atOnce).toBe(24_000);
    expect(has('lost')).toBe(false);
    await running.close();
    const samples = bytesToSamples(await readFile(join(device, 'sink')));
    expect(samples.lastIndexOf(1) - samples.indexOf(1)).toBe(23_999);
  });

  it.each(['SIGKILL', 'SIGSTOP'] as const)(
    'is missed within 600 ms of a %s, keeps what was heard, and is replaced',
    async (signal) => {
      const running = await start('both');
      const heldUp = await watchHoldUps();
      running.play('a', 0, new Int16Array(48_000).fill(1));
      await expect.poll(() => handed('a'), atOnce).toBeGreaterThan(4000);
      const first = await hostPid();
      const killedMs = monotonicMs();
      process.kill(first, signal);
      await expect.poll(() => has('lost'), atOnce).toBe(true);
      const heldUpMs = await heldUp();
      expect(when('lost') - killedMs).toBeLessThan(600 + 50 + heldUpMs);
      await expect.poll(() => has('flushed'), atOnce).toBe(true);
      const [loss] = flushes();
      expect(loss?.flushId).toBe(lossFlushId);
      expectDeadIn(loss, 'a', 48_000, heldUpMs);
      const sunkThen = await sunk(1);
      running.play('a', 0, new Int16Array(480).fill(1));
      await expect.poll(() => has('restored'), atOnce).toBe(true);
      expect(isAlive(first)).toBe(false);
      running.play('a', 0, new Int16Array(480).fill(1));
      running.play('b', 0, new Int16Array(1000).fill(2));
      await expect.poll(() => handed('b'), atOnce).toBe(1000);
      expect(await sunk(2)).toBe(1000);
      expect(await sunk(1)).toBe(sunkThen);
      expect(Math.abs(sunkThen - handed('a'))).toBeLessThanOrEqual(480 + heldUpMs * 24);
      const steps = captured().map(
        (frame, n) => frame.sequence - (captured()[n - 1]?.sequence ?? -1),
      );
      expect(steps.filter((step) => step !== 1).length).toBe(1);
      expect(Math.max(...steps)).toBeGreaterThan(1);
      await expect
        .poll(() => events.findLast(({ event }) => event.type === 'counters')?.event, atOnce)
        .toMatchObject({ counters: { restarts: 1, droppedPlaybackSamples: 960 } });
    },
  );

  it('answers a flush that was under way when it died', async () => {
    const running = await start('speaker');
    const heldUp = await watchHoldUps();
    running.play('a', 0, new Int16Array(48_000).fill(1));
    await expect.poll(() => handed('a'), atOnce).toBeGreaterThan(4000);
    process.kill(await hostPid(), 'SIGSTOP');
    running.flush(5);
    await expect.poll(() => has('flushed'), atOnce).toBe(true);
    running.flush(6);
    await expect.poll(() => flushes().map(({ flushId }) => flushId), atOnce).toEqual([5, 6]);
    const [first, second] = flushes();
    expectDeadIn(first, 'a', 48_000, await heldUp());
    expect(second?.items).toEqual([]);
  });

  it('is started again and again until the device is back', async () => {
    await start('speaker');
    await writeFile(join(device, 'refuse'), '');
    process.kill(await hostPid(), 'SIGKILL');
    await expect.poll(() => has('lost'), atOnce).toBe(true);
    const pids = new Set<number>();
    await expect
      .poll(async () => pids.add(await hostPid()).size, { interval: 20 })
      .toBeGreaterThanOrEqual(3);
    await rm(join(device, 'refuse'));
    await expect.poll(() => has('restored'), atOnce).toBe(true);
    expect(events.filter(({ event }) => event.type === 'lost').length).toBe(1);
  });

  it('tells once of a reply that begins while it is away that it will not be heard', async () => {
    const running = await start('speaker');
    await writeFile(join(device, 'refuse'), '');
    process.kill(await hostPid(), 'SIGKILL');
    await expect.poll(() => has('lost'), atOnce).toBe(true);
    running.play('b', 0, new Int16Array(480).fill(2));
    running.play('b', 0, new Int16Array(480).fill(2));
    await rm(join(device, 'refuse'));
    await expect.poll(() => has('restored'), atOnce).toBe(true);
    running.play('b', 0, new Int16Array(480).fill(2));
    running.play('c', 0, new Int16Array(480).fill(3));
    await expect.poll(() => handed('c'), atOnce).toBe(480);
    const told = events.flatMap(({ event }) => (event.type === 'flushed' ? [event] : []));
    expect(told).toMatchObject([
      { flushId: lossFlushId, items: [{ itemId: 'b', contentIndex: 0, playedSamples: 0 }] },
    ]);
    expect(await sunk(2)).toBe(0);
  });

  it('passes on why a device cannot be opened', async () => {
    await writeFile(join(device, 'refuse'), '');
    await expect(start('both')).rejects.toMatchObject({
      code: 'no-audio-device',
      message: 'No sound today.',
      hint: 'wait',
      exitCode: 4,
    });
    const pid = await hostPid();
    await expect.poll(() => isAlive(pid), atOnce).toBe(false);
  });

  it('that cannot start is an error with its last words', async () => {
    await writeFile(join(built, 'broken.mjs'), "throw new Error('the library is broken');");
    await expect(start('both', 'broken.mjs')).rejects.toMatchObject({
      code: 'audio-host-failed',
      exitCode: 4,
    });
  });

  it('ends with close, which can be called twice', async () => {
    const running = await start('both');
    const pid = await hostPid();
    await Promise.all([running.close(), running.close()]);
    expect(isAlive(pid)).toBe(false);
    expect(has('lost')).toBe(false);
  });

  it('that was not built is an error that says what to run', () => {
    // The bundled program stands where no naudiodon can be found.
    const out = execFileSync(process.execPath, [join(built, 'owner.mjs'), 'default'], {
      encoding: 'utf8',
    });
    expect(JSON.parse(out)).toMatchObject({ code: 'audio-not-built', exitCode: 4 });
    expect(out).toContain('npm rebuild naudiodon');
    expect(out).toMatch(/text mode|--text/);
  });

  it('ends when the program that owns it is killed', async () => {
    const owner = spawn(process.execPath, [
      join(built, 'owner.mjs'),
      device,
      join(built, 'host.mjs'),
    ]);
    await expect.poll(() => existsSync(join(device, 'sink')), atOnce).toBe(true);
    const pid = await hostPid();
    expect(isAlive(pid)).toBe(true);
    owner.kill('SIGKILL');
    await expect.poll(() => isAlive(pid), atOnce).toBe(false);
  });
});
