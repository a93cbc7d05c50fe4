import { spawn } from 'node:child_process';
import { tmpdir } from 'node:os';
import { performance } from 'node:perf_hooks';
import { openBusyServer } from '../../test/helpers/busy-server.js';
import { percentile, tenth, type Figure } from './figures.js';
import { bareEnvironment, openInTerminal, processorMs, programPath } from './terminal-program.js';

/** Milliseconds from the start to the end of a Node process, whose output is read. */
async function toTheEnd(args: readonly string[]): Promise<number> {
  const startedMs = performance.now();
  const child = spawn(process.execPath, args, {
    cwd: tmpdir(),
    env: bareEnvironment(),
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  child.stdout.resume();
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
async function toFirstFrame(isFirst: boolean): Promise<number> {
  const program = openInTerminal([programPath, 'talk']);
  try {
    return (await program.shows('gpt-realtime')) - program.startedMs;
  } finally {
    await (isFirst ? program.end() : program.close());
  }
}

/** From the start of `voicelive run` to its first `session.update` at a server; time, and processor time. */
async function toSessionUpdate(
  script: string,
  isFirst: boolean,
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
    // Only a program that ends by itself keeps its compiled code for the next start.
    child.kill(isFirst ? 'SIGTERM' : 'SIGKILL');
    await exited;
    await server.close();
  }
}

const median = (values: readonly number[]): number => percentile(values, 0.5);

/** Of every start its ratio to the control beside it: the machine's speed changes between starts. */
const pairedRatio = (values: readonly number[], controls: readonly number[]): number =>
  Number(median(values.map((value, index) => value / (controls[index] ?? Number.NaN))).toFixed(2));

/** N1 of the screen: starts, each after one of a Node process that does nothing. */
export async function startTimes(count: number): Promise<readonly Figure[]> {
  const kinds = [
    { what: '`--help`, start to end', most: 1.2, once: () => toTheEnd([programPath, '--help']) },
    { what: '`talk`, start to the first frame', most: 2, once: toFirstFrame },
  ].map((kind) => ({ ...kind, times: new Array<number>(), controls: new Array<number>() }));
  for (let round = 0; round <= count; round += 1)
    for (const { once, times, controls } of kinds) {
      const controlMs = await toTheEnd(['-e', '']);
      const ms = await once(round === 0);
      // The first round only fills the machine's file cache and keeps compiled code.
      if (round === 0) continue;
      controls.push(controlMs);
      times.push(ms);
    }
  return kinds.map(({ what, most, times, controls }) => {
    const ratio = pairedRatio(times, controls);
    const [ms, controlMs] = [median(times), median(controls)];
    return {
      id: 'N1',
      what,
      target: `≤ ${String(most)}× of \`node -e ''\``,
      result: `${String(ratio)}× (${ms.toFixed(0)} ms and ${controlMs.toFixed(0)} ms, medians of ${String(count)} pairs)`,
      met: ratio <= most,
      values: { ratio, ms: tenth(ms), controlMs: tenth(controlMs), count },
    };
  });
}

/** N1 of scripts: compared by processor time, as other programs share the machine. */
export async function startOfRun(count: number): Promise<readonly Figure[]> {
  const kinds = [
    { kind: 'text', script: 'hello\n' },
    { kind: 'YAML', script: 'turns: [{text: hello}]\n' },
  ].map((kind) => ({
    ...kind,
    runs: new Array<Awaited<ReturnType<typeof toSessionUpdate>>>(),
    controls: new Array<number>(),
  }));
  for (let round = 0; round <= count; round += 1)
    for (const { script, runs, controls } of kinds) {
      const [idleMs, run] = [await idleProcessorMs(), await toSessionUpdate(script, round === 0)];
      // The first round only fills the machine's file cache and keeps compiled code.
      if (round === 0) continue;
      controls.push(idleMs);
      runs.push(run);
    }
  return kinds.map(({ kind, runs, controls }) => {
    const own = runs.map((run) => run.processorMs);
    const ratio = pairedRatio(own, controls);
    const [ownMs, controlMs] = [median(own), median(controls)];
    const ms = median(runs.map((run) => run.ms));
    return {
      id: 'N1',
      what: `\`run\` of a ${kind} script, start to \`session.update\` on the wire; processor time`,
      target: "≤ 3× of `node -e ''`",
      result: `${ratio}× (${ownMs.toFixed(0)} ms and ${controlMs.toFixed(0)} ms, medians of ${count} pairs; after ${ms.toFixed(0)} ms)`,
      met: ratio <= 3,
      values: {
        ratio,
        processorMs: tenth(ownMs),
        controlMs: tenth(controlMs),
        ms: tenth(ms),
        count,
      },
    };
  });
}
