import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { build } from 'esbuild';
import { createAudioEngine } from '../../src/audio/engine.js';
import type { AudioEngine, AudioEvent, PlayedFrame } from '../../src/audio/kernel/engine-types.js';
import { bytesToSamples } from '../../src/audio/pure/pcm.js';
import { systemClock } from '../../src/shared/clock.js';
import { monotonicMs } from '../../src/shared/clock.js';
import { percentile, tenth } from './figures.js';
import type { Figure } from './figures.js';

const rateHz = 24_000;
const frameMs = 20;

/** Runs `measure` with the real audio host around a device that numbers its samples; `sink` is what it got. */
async function withDevice<T>(
  listener: (event: AudioEvent) => void,
  measure: (engine: AudioEngine, sink: () => Promise<Int16Array>) => Promise<T>,
): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'voicelive-bench-'));
  await build({
    entryPoints: ['test/sound/synthetic-host.ts'],
    outfile: join(folder, 'host.mjs'),
    bundle: true,
    format: 'esm',
    platform: 'node',
  });
  await writeFile(join(folder, 'package.json'), '{}');
  const engine = createAudioEngine(
    {
      inputRateHz: rateHz,
      outputRateHz: rateHz,
      microphone: folder,
      speaker: folder,
      lowLatency: false,
    },
    {
      clock: systemClock,
      hostProgram: () => ({ path: join(folder, 'host.mjs'), execArgv: [] }),
    },
  );
  try {
    await engine.start(listener);
    return await measure(engine, async () => bytesToSamples(await readFile(join(folder, 'sink'))));
  } finally {
    await engine.close();
    await rm(folder, { recursive: true });
  }
}

/** L2, L3 and L4: replies that begin and are interrupted. */
export async function interruptions(count: number): Promise<readonly Figure[]> {
  const heard: PlayedFrame[] = [];
  const flushed = new Map<string, { playedSamples: number; receivedSamples: number }>();
  const toFirst: number[] = [];
  const toLast: number[] = [];
  const ended = new Map<string, number>();
  let late = 0;
  let cutShort = 0;
  let wrongMs = 0;
  let impossible = 0;
  const onEvent = (event: AudioEvent): void => {
    if (event.type === 'played') heard.push(event.frame);
    if (event.type === 'flushed') for (const entry of event.items) flushed.set(entry.itemId, entry);
  };
  const handed = (itemId: string): number =>
    heard
      .flatMap(({ spans }) => spans)
      .filter((span) => span.itemId === itemId)
      .reduce((sum, span) => sum + span.samples, 0);
  await withDevice(onEvent, async (engine, sink) => {
    await wait(300);
    for (let n = 1; n <= count; n += 1) {
      const [cut, whole] = [`cut-${n}`, `whole-${n}`];
      const beginMs = monotonicMs();
      engine.play(cut, 0, new Int16Array(rateHz).fill((n % 100) + 1));
      await wait(40 + ((n * 37) % 90));
      const first = heard.find(({ spans }) => spans.some(({ itemId }) => itemId === cut));
      if (first !== undefined) toFirst.push(first.atMs - beginMs);
      const flushMs = monotonicMs();
      engine.flush(n);
      engine.play(whole, 0, new Int16Array(600).fill(101 + (n % 100)));
      engine.finish(whole, 0);
      ended.set(cut, flushMs);
      await wait(80);
    }
    await wait(300);
    const samples = await sink();
    for (let n = 1; n <= count; n += 1) {
      const entry = flushed.get(`cut-${n}`);
      const frames = heard.filter(({ spans }) => spans.some(({ itemId }) => itemId === `cut-${n}`));
      toLast.push(Math.max(0, (frames.at(-1)?.atMs ?? 0) - (ended.get(`cut-${n}`) ?? 0)));
      if (entry === undefined || handed(`cut-${n}`) !== entry.playedSamples) late += 1;
      if (handed(`whole-${n}`) !== 600) cutShort += 1;
    }
    // Values come again every 100 rounds, so they are summed up over the rounds that share one.
    for (let value = 1; value <= Math.min(100, count); value += 1) {
      const rounds = Array.from({ length: count }, (_, n) => n + 1).filter(
        (n) => (n % 100) + 1 === value,
      );
      const told = rounds.reduce(
        (sum, n) => sum + (flushed.get(`cut-${n}`)?.playedSamples ?? 0),
        0,
      );
      const got = samples.filter((sample) => sample === value).length;
      wrongMs = Math.max(wrongMs, (Math.abs(told - got) * 1000) / rateHz);
      if (told > got || Number.isNaN(told)) impossible += 1;
    }
  });
  const first = percentile(toFirst, 0.99);
  const last = percentile(toLast, 0.99);
  return [
    {
      id: 'L2',
      what: 'first delta to first sample handed to the device',
      target: 'p99 ≤ pre-buffer (20 ms) + one period (20 ms)',
      result: `p99 ${tenth(first)} ms of ${toFirst.length}`,
      met: first <= 2 * frameMs,
      values: { p99Ms: tenth(first), n: toFirst.length },
    },
    {
      id: 'L3',
      what: 'interruption to last sample of the cancelled reply handed over',
      target: 'p99 ≤ 20 ms; 0 cancelled samples after the flush, 100 % of the next reply',
      result: `p99 ${tenth(last)} ms of ${count}; ${late} with samples after the flush, ${cutShort} next replies cut`,
      met: last <= frameMs && late === 0 && cutShort === 0,
      values: { p99Ms: tenth(last), n: count, late, cutShort },
    },
    {
      id: 'L4',
      what: '`audio_end_ms` against the samples that the device got',
      target: 'within 20 ms, never more than heard',
      result: `${tenth(wrongMs)} ms at most; ${impossible} more than heard`,
      met: wrongMs <= frameMs && impossible === 0,
      values: { mostMs: tenth(wrongMs), impossible },
    },
  ];
}
