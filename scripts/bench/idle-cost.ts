import { execFile, spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { readFileSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { openBusyServer } from '../../test/helpers/busy-server.js';
import { bareEnvironment, openInTerminal, processorMs, programPath } from './terminal-program.js';

const run = promisify(execFile);
const card = fileURLToPath(new URL('../virtual-sound.sh', import.meta.url));

function family(pid: number): number[] {
  const tasks = `/proc/${pid}/task`;
  const children = readdirSync(tasks).flatMap((t) =>
    readFileSync(`${tasks}/${t}/children`, 'utf8').split(' ').filter(Boolean).map(Number),
  );
  return [pid, ...children.flatMap(family)];
}
const switches = (pid: number) => readdirSync(`/proc/${pid}/task`).reduce((s, t) => s + Number(/voluntary_ctxt_switches:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/task/${t}/status`, 'utf8'))?.[1] ?? 0), 0);

const folder = await mkdtemp(join(tmpdir(), 'voicelive-idle-'));
const env = { ...process.env, VL_SOUND_DIR: join(folder, 'card') };
const { stdout } = await run(card, ['env'], { env });
const vars: Record<string, string> = {};
for (const [, name = '', value = ''] of stdout.matchAll(/^export (\w+)=(.*)$/gm)) vars[name] = value;
await run(card, ['up'], { env });
const seconds = Number(process.argv[2] ?? 10);
const extra = process.argv.slice(3);
try {
  const a = await openBusyServer(), b = await openBusyServer();
  const program = openInTerminal([programPath, 'talk', '--endpoint', a.url, ...extra], { ...vars, AZURE_VOICELIVE_API_KEY: 'key-of-a-benchmark' });
  const control = spawn(process.execPath, ['--import', 'tsx', fileURLToPath(new URL('sdk-microphone.ts', import.meta.url)), b.url], { env: bareEnvironment({ ...vars }), cwd: fileURLToPath(new URL('../..', import.meta.url)), stdio: ['ignore', 'ignore', 'inherit'] });
  await program.shows('ready').catch((e) => console.log(String(e)));
  await wait(8000);
  const ours = family(program.pid), theirs = family(control.pid ?? 0);
  const snap = (pids: number[]) => pids.map((p) => [processorMs(p), switches(p)] as const);
  const before = [snap(ours), snap(theirs)], c = program.count();
  await wait(seconds * 1000);
  const after = [snap(ours), snap(theirs)], d = program.count();
  for (const [k, pids] of [ours, theirs].entries())
    for (const [i, pid] of pids.entries())
      console.log(k ? 'control' : 'ours', readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').slice(0, 90), ((after[k]![i]![0] - before[k]![i]![0]) / seconds).toFixed(1), 'ms/s', ((after[k]![i]![1] - before[k]![i]![1]) / seconds).toFixed(0), 'switches/s');
  console.log('chars/s', (d.characters - c.characters) / seconds, 'frames/s', (d.frames - c.frames) / seconds);
  await program.close(); control.kill(); for (const p of theirs.slice(1)) try { process.kill(p) } catch {}
  await a.close(); await b.close();
} finally {
  await run(card, ['down'], { env });
  await rm(folder, { recursive: true, force: true });
}
process.exit(0);
