import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { isJsonObject } from '../../src/shared/json.js';
import { percentile, type Figure } from './figures.js';
import { spentBy, type Spent } from './spent.js';
import { bareEnvironment, programPath } from './terminal-program.js';

const turns = ['hello', 'what can you do', 'help me'];
const concurrency = 8;

interface Server {
  readonly url: string;
  readonly token: string;
  close(): Promise<void>;
}

/** The emulator in a process of its own, so that only the clients are measured. */
async function openServer(): Promise<Server> {
  const child = spawn(process.execPath, [programPath, 'serve', '--json', '--latency', 'none'], {
    env: bareEnvironment(),
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exited = new Promise((resolve) => child.once('exit', resolve));
  const line = await new Promise<string>((resolve) => {
    let text = '';
    child.stdout.setEncoding('utf8').on('data', (piece: string) => {
      text += piece;
      if (text.endsWith('\n')) resolve(text);
    });
  });
  const printed: unknown = JSON.parse(line);
  const { url, token } = isJsonObject(printed) ? printed : {};
  if (typeof url !== 'string' || typeof token !== 'string') throw new Error(`serve says ${line}`);
  return {
    url,
    token,
    close: async () => {
      child.kill('SIGTERM');
      await exited;
    },
  };
}

const medianOf = (runs: readonly Spent[], kind: keyof Spent): number =>
  percentile(
    runs.map((run) => run[kind]),
    0.5,
  );

/** Ten turns with the emulator inside, from a cold start. */
async function tenTurns(folder: string, runs: number): Promise<Figure> {
  const script = join(folder, 'ten.txt');
  await writeFile(script, 'hello\n'.repeat(10));
  const spent: Spent[] = [];
  const args = [programPath, 'run', script, '--emulator-latency', 'none'];
  for (let run = 0; run < runs; run += 1) spent.push(await spentBy(args, bareEnvironment()));
  const wallMs = Math.round(medianOf(spent, 'wallMs'));
  const processorMs = Math.round(medianOf(spent, 'processorMs'));
  return {
    id: 'V1',
    what: '`run` of ten typed turns against the emulator, start to end',
    target: '< 1.5 s',
    result: `${wallMs} ms, processor time ${processorMs} ms (medians of ${runs})`,
    met: wallMs < 1500,
    values: { wallMs, processorMs, runs },
  };
}

/** Many scripts against the same exchange done with nothing but a WebSocket. */
async function manyScripts(folder: string, scripts: number, runs: number): Promise<Figure> {
  const scriptFolder = join(folder, 'scripts');
  await mkdir(scriptFolder);
  const yaml = [
    'turns:',
    ...turns.map((text) => `  - text: ${text}\n    expect: {reply: {not: sorry}}`),
  ].join('\n');
  for (let index = 0; index < scripts; index += 1)
    await writeFile(join(scriptFolder, `${index}.yaml`), yaml);
  // Beside the packages, where it finds `ws`.
  const bare = await mkdtemp(join('node_modules', '.bench-'));
  const server = await openServer();
  try {
    const outfile = join(bare, 'bare-exchange.mjs');
    const entryPoints = ['scripts/bench/bare-exchange.ts'];
    await build({ entryPoints, outfile, platform: 'node', format: 'esm' });
    const { url, token } = server;
    const socketUrl = `${url.replace('http', 'ws')}/voice-live/realtime?api-version=2026-07-15&model=gpt-realtime`;
    const controlArgs = [outfile, socketUrl, token, String(scripts), String(concurrency), ...turns];
    const args = [programPath, 'run', scriptFolder, '--concurrency', String(concurrency)];
    const env = { AZURE_VOICELIVE_ENDPOINT: url, AZURE_VOICELIVE_API_KEY: token };
    const spent: Spent[] = [];
    const controls: Spent[] = [];
    for (let run = 0; run < runs; run += 1) {
      controls.push(await spentBy(controlArgs, bareEnvironment()));
      spent.push(await spentBy(args, bareEnvironment(env)));
    }
    const processorMs = Math.round(medianOf(spent, 'processorMs'));
    const controlMs = Math.round(medianOf(controls, 'processorMs'));
    const ratio = Number((processorMs / controlMs).toFixed(2));
    return {
      id: 'V2',
      what: `${scripts} scripts of ${turns.length} typed turns with expectations, ${concurrency} at a time; processor time`,
      target: '≤ 3× of the exchange with `ws` alone',
      result: `${ratio}× (${processorMs} ms and ${controlMs} ms, medians of ${runs})`,
      met: ratio <= 3,
      values: { ratio, processorMs, controlMs, runs },
    };
  } finally {
    await server.close();
    await rm(bare, { recursive: true });
  }
}

/** V1, V2: what running scripts costs. */
export async function scriptSpeed(runs: number): Promise<readonly Figure[]> {
  const folder = await mkdtemp(join(tmpdir(), 'voicelive-scripts-'));
  try {
    return [await tenTurns(folder, runs), await manyScripts(folder, 200, runs)];
  } finally {
    await rm(folder, { recursive: true });
  }
}
