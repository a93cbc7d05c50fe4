import { spawn } from 'node:child_process';
import { tmpdir } from 'node:os';
import { performance } from 'node:perf_hooks';
import { openBusyServer } from '../../test/helpers/busy-server.js';
import { percentile, tenth, type Figure } from './figures.js';
import { bareEnvironment, openInTerminal, programPath } from './terminal-program.js';

/** Milliseconds from the start to the end of a Node process. */
async function toTheEnd(args: readonly string[]): Promise<number> {
  const startedMs = performance.now();
  const child = spawn(process.execPath, args, {
    cwd: tmpdir(),
    env: bareEnvironment(),
    stdio: 'ignore',
  });
  await new Promise((resolve) => child.once('exit', resolve));
  return performance.now() - startedMs;
}

/** From the start of `voicelive talk` to its first frame on a terminal. */
async function toFirstFrame(): Promise<number> {
  const program = openInTerminal([programPath, 'talk']);
  try {
    return (await program.shows('gpt-realtime')) - program.startedMs;
  } finally {
    await program.close();
  }
}

/** From the start of `voicelive run` to its first `session.update` at a server. */
async function toSessionUpdate(): Promise<number> {
  const server = await openBusyServer();
  const startedMs = performance.now();
  const child = spawn(process.execPath, [programPath, 'run', '-', '--endpoint', server.url], {
    cwd: tmpdir(),
    env: bareEnvironment({ AZURE_VOICELIVE_API_KEY: 'key-of-a-benchmark' }),
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  const exited = new Promise((resolve) => child.once('exit', resolve));
  child.stdin.end('hello\n');
  try {
    return (await server.configured) - startedMs;
  } finally {
    child.kill('SIGKILL');
    await exited;
    await server.close();
  }
}

const median = (values: readonly number[]): number => percentile(values, 0.5);

/** N1: starts, alternating with starts of a Node process that does nothing. */
export async function startTimes(count: number): Promise<readonly Figure[]> {
  const kinds = [
    { what: '`--help`, start to end', most: 1.5, once: () => toTheEnd([programPath, '--help']) },
    { what: '`talk`, start to the first frame', most: 3, once: toFirstFrame },
    { what: '`run`, start to `session.update` on the wire', most: 3, once: toSessionUpdate },
  ];
  const times = kinds.map((): number[] => []);
  const control: number[] = [];
  for (let round = 0; round <= count; round += 1) {
    const controlMs = await toTheEnd(['-e', '']);
    // The first round only fills the machine's file cache.
    if (round > 0) control.push(controlMs);
    for (const [index, { once }] of kinds.entries()) {
      const ms = await once();
      if (round > 0) times[index]?.push(ms);
    }
  }
  const controlMs = median(control);
  return kinds.map(({ what, most }, index) => {
    const ms = median(times[index] ?? []);
    const ratio = ms / controlMs;
    return {
      id: 'N1',
      what,
      target: `≤ ${String(most)}× of \`node -e ''\``,
      result: `${ratio.toFixed(2)}× (${ms.toFixed(0)} ms and ${controlMs.toFixed(0)} ms, medians of ${String(count)})`,
      met: ratio <= most,
      values: {
        ratio: Number(ratio.toFixed(2)),
        ms: tenth(ms),
        controlMs: tenth(controlMs),
        count,
      },
    };
  });
}
