import { setTimeout as wait } from 'node:timers/promises';
import { openBusyServer } from '../../test/helpers/busy-server.js';
import { tenth, type Figure } from './figures.js';
import { openInTerminal, processorMs, programPath } from './terminal-program.js';

const few = 30;
const many = 500;
/** The first frames include compilation and caching, which the measurement leaves out. */
const warmUpMs = 3_000;

interface Spent {
  readonly cpuMs: number;
  readonly characters: number;
  readonly frames: number;
}

async function spent(
  program: ReturnType<typeof openInTerminal>,
  milliseconds: number,
): Promise<Spent> {
  const before = { ...program.count(), cpuMs: processorMs(program.pid) };
  await wait(milliseconds);
  const after = program.count();
  return {
    cpuMs: processorMs(program.pid) - before.cpuMs,
    characters: after.characters - before.characters,
    frames: after.frames - before.frames,
  };
}

/** T2: the whole program, including network and screen, at a given event rate. */
async function under(eventsPerSecond: number, seconds: number): Promise<Spent> {
  const server = await openBusyServer();
  const program = openInTerminal([programPath, 'talk', '--text', '--endpoint', server.url], {
    AZURE_VOICELIVE_API_KEY: 'key-of-a-benchmark',
  });
  try {
    await program.shows('ready');
    server.flood(eventsPerSecond);
    await wait(warmUpMs);
    return await spent(program, seconds * 1000);
  } finally {
    await program.close();
    await server.close();
  }
}

export async function processorTime(seconds: number): Promise<readonly Figure[]> {
  const slow = await under(few, seconds);
  const fast = await under(many, seconds);
  const ratio = fast.cpuMs / slow.cpuMs;
  const perSecond = (value: number): number => tenth(value / seconds);
  return [
    {
      id: 'T2',
      what: `processor time at ${String(many)} events/s against ${String(few)} events/s`,
      target: '≤ 1.5×',
      result: `${ratio.toFixed(2)}× (${String(perSecond(fast.cpuMs))} and ${String(perSecond(slow.cpuMs))} ms a second)`,
      met: ratio <= 1.5,
      values: { ratio: Number(ratio.toFixed(2)), fastMs: fast.cpuMs, slowMs: slow.cpuMs, seconds },
    },
    {
      id: 'T1',
      what: `frames at ${String(many)} events/s`,
      target: '≤ 30 a second',
      result: `${String(perSecond(fast.frames))} a second`,
      met: fast.frames <= 30 * seconds + 1,
      values: { framesPerSecond: perSecond(fast.frames) },
    },
    await idle(seconds),
  ];
}

/** V8 compacts its memory once, some seconds after a start. */
const settleMs = 15_000;

/** T2: an open session in which nothing happens, beside a Node that sleeps at the same time. */
async function idle(seconds: number): Promise<Figure> {
  const server = await openBusyServer();
  const sleeper = openInTerminal(['-e', 'setTimeout(() => {}, 1e8)']);
  const program = openInTerminal([programPath, 'talk', '--text', '--endpoint', server.url], {
    AZURE_VOICELIVE_API_KEY: 'key-of-a-benchmark',
  });
  try {
    await program.shows('ready');
    await wait(settleMs);
    const [ours, control] = await Promise.all([
      spent(program, seconds * 1000),
      spent(sleeper, seconds * 1000),
    ]);
    const ratio = ours.cpuMs / control.cpuMs;
    const shown = Number.isFinite(ratio)
      ? `${ratio.toFixed(2)}×`
      : 'no ratio: the control used none';
    return {
      id: 'T2',
      what: `an idle session for ${String(seconds)} s: characters written, processor time against a sleeping Node`,
      target: '0; ≤ 1.1×',
      result: `${String(ours.characters)}; ${shown} (${ours.cpuMs.toFixed(2)} and ${control.cpuMs.toFixed(2)} ms)`,
      // Nothing is a multiple of nothing.
      met:
        ours.characters === 0 && control.cpuMs === 0
          ? undefined
          : ours.characters === 0 && ratio <= 1.1,
      values: { characters: ours.characters, cpuMs: ours.cpuMs, controlMs: control.cpuMs },
    };
  } finally {
    await program.close();
    await sleeper.close();
    await server.close();
  }
}
