import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openBusyServer } from '../../test/helpers/busy-server.js';
import { loadedModules, recordingModules } from '../../test/helpers/loaded-modules.js';
import type { Figure } from './figures.js';
import { bareEnvironment, programPath } from './terminal-program.js';

const never = [
  /node_modules\/(ink|react|react-reconciler|naudiodon|@azure|soundswallower)\//,
  /src\/tui\/(open-tui|components|ink|terminal|keys)/,
  /src\/audio\/(?!pure\/)/,
  /src\/emulator\//,
  /^addon:/,
];

async function loadedBy(args: readonly string[], until: Promise<unknown>): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), 'voicelive-bench-'));
  const file = join(folder, 'modules.txt');
  const child = spawn(process.execPath, [...recordingModules(file), programPath, ...args], {
    cwd: folder,
    env: bareEnvironment({ AZURE_VOICELIVE_API_KEY: 'key-of-a-benchmark' }),
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  const exited = new Promise((resolve) => child.once('exit', resolve));
  child.stdin.end('hello\n');
  await Promise.race([until, exited]);
  // On exit it lists the native addons.
  child.kill('SIGTERM');
  await exited;
  const modules = loadedModules(file);
  await rm(folder, { recursive: true });
  return modules.filter((module) => never.some((each) => each.test(module))).length;
}

/** N2: modules of screen, audio, emulator and Entra loaded by commands that do not need them. */
export async function unneededModules(): Promise<Figure> {
  const server = await openBusyServer();
  try {
    const help = await loadedBy(['--help'], new Promise(() => undefined));
    const run = await loadedBy(['run', '-', '--endpoint', server.url], server.configured);
    return {
      id: 'N2',
      what: 'modules loaded that are not needed: by `--help`, by `run`',
      target: '0',
      result: `${String(help)}, ${String(run)}`,
      met: help + run === 0,
      values: { help, run },
    };
  } finally {
    await server.close();
  }
}
