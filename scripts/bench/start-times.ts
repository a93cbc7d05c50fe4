import { spawn } from 'node:child_process';
import { tmpdir } from 'node:os';
import { performance } from 'node:perf_hooks';
import { openBusyServer } from '../../test/helpers/busy-server.js';
import { percentile, tenth, type Figure } from './figures.js';
import { bareEnvironment, openInTerminal, processorMs, programPath } from './terminal-program.js';

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

/** Processor time in milliseconds of a Node process that does nothing, until it ends. */
async function idleProcessorMs(): Promise<number> {
  const report = 'const u=process.cpuUsage();fs.writeSync(1,String(u.user+u.system))';
  const child = spawn(process.execPath, ['-e', report], {
    env: bareEnvironment(),
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  let text = '';
  child.stdout.setEncoding('utf8').on('data', (piece: string) => (text += piece));
  await new Promise((resolve) => child.once('close', resolve));
  return Number(text) / 1000;
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

/** From the start of `voicelive run` to its first `session.update` at a server; time, and processor time. */
async function toSessionUpdate(
  script: string,
): Promise<{ readonly ms: number; readonly processorMs: number }> {
  const server = await openBusyServer();
  const startedMs = performance.now();
  const child = spawn(process.execPath, [programPath, 'run', '-', '--endpoint', server.url], {
    cwd: tmpdir(),
    env: bareEnvironment({ AZURE_VOICELIVE_API_KEY: 'key-of-a-benchmark' }),
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  const exited = new Promise((resolve) => child.once('exit', resolve));
  child.stdin.end(script);
  try {
    const ms = (await server.configured) - startedMs;
    return { ms, processorMs: child.pid === undefined ? Number.NaN : processorMs(child.pid) };
  } finally {
    child.kill('SIGKILL');
    await exited;
    await server.close();
  }
}

const median = (values: readonly number[]): number => percentile(values, 0.5);

/** N1 of the screen: starts, alternating with starts of a Node process that does nothing. */
export async function startTimes(count: number): Promise<readonly Figure[]> {
  const kinds = [
    { what: '`--help`, start to end', most: 1.5, once: () => toTheEnd([programPath, '--help']) },
    { what: '`talk`, start to the first frame', most: 3, once: toFirstFrame },
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

/** N1 of scripts: compared by processor time, as other programs share the machine. */
export async function startOfRun(count: number): Promise<readonly Figure[]> {
  const kinds = [
    { kind: 'text', script: 'hello\n' },
    { kind: 'YAML', script: 'turns: [{text: hello}]\n' },
  ];
  const figures: Figure[] = [];
  for (const { kind, script } of kinds) {
    const runs: Awaited<ReturnType<typeof toSessionUpdate>>[] = [];
    const control: number[] = [];
    for (let round = 0; round <= count; round += 1) {
      const [idleMs, run] = [await idleProcessorMs(), await toSessionUpdate(script)];
      // The first round only fills the machine's file cache.
      if (round === 0) continue;
      control.push(idleMs);
      runs.push(run);
    }
    const ms = median(runs.map((run) => run.ms));
    const ownMs = median(runs.map((run) => run.processorMs));
    const controlMs = median(control);
    const ratio = Number((ownMs / controlMs).toFixed(2));
    figures.push({
      id: 'N1',
      what: `\`run\` of a ${kind} script, start to \`session.update\` on the wire; processor time`,
      target: "≤ 3× of `node -e ''`",
      result: `${ratio}× (${ownMs.toFixed(0)} ms and ${controlMs.toFixed(0)} ms, medians of ${count}; after ${ms.toFixed(0)} ms)`,
      met: ratio <= 3,
      values: {
        ratio,
        processorMs: tenth(ownMs),
        controlMs: tenth(controlMs),
        ms: tenth(ms),
        count,
      },
    });
  }
  return figures;
}
