import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { promisify } from 'node:util';
import { openBusyServer } from '../../test/helpers/busy-server.js';
import { withBundle } from './bundle.js';
import { tenth, type Figure } from './figures.js';
import { bareEnvironment, openInTerminal, processorMs, programPath } from './terminal-program.js';
import { hasPulseAudio } from './virtual-card.js';

const run = promisify(execFile);
const card = 'scripts/virtual-sound.sh';
const key = { AZURE_VOICELIVE_API_KEY: 'key-of-a-benchmark' };
/** The code is compiled, and the devices are open. */
const warmUpMs = 15_000;

/** A process with all that it started. */
function family(pid: number): readonly number[] {
  const tasks = `/proc/${String(pid)}/task`;
  const children = readdirSync(tasks).flatMap((thread) =>
    readFileSync(`${tasks}/${thread}/children`, 'utf8').split(' ').filter(Boolean).map(Number),
  );
  return [pid, ...children.flatMap(family)];
}

function familyMs(pid: number): number {
  return family(pid).reduce((sum, each) => sum + processorMs(each), 0);
}

/** T6: nobody speaks into an open microphone; the control sends the same microphone with the official SDK and `parec`. */
async function measure(
  client: string,
  seconds: number,
  sound: Readonly<Record<string, string>>,
): Promise<Figure> {
  const [service, other] = await Promise.all([openBusyServer(), openBusyServer()]);
  const program = openInTerminal([programPath, 'talk', '--endpoint', service.url], {
    ...sound,
    ...key,
  });
  const control = spawn(process.execPath, [client, other.url], {
    env: bareEnvironment(sound),
    stdio: 'ignore',
  });
  const { pid = 0 } = control;
  try {
    await wait(warmUpMs);
    const look = () => ({
      ...program.count(),
      ours: familyMs(program.pid),
      theirs: familyMs(pid),
    });
    const before = look();
    await wait(seconds * 1000);
    const after = look();
    const ours = (after.ours - before.ours) / seconds;
    const theirs = (after.theirs - before.theirs) / seconds;
    const characters = after.characters - before.characters;
    const ratio = ours / theirs;
    return {
      id: 'T6',
      what: `an open microphone in silence for ${String(seconds)} s: characters written; processor time of program and audio host (PortAudio) against the official SDK with \`parec\``,
      target: '0; ≤ 1.5×',
      result: `${String(characters)}; ${ratio.toFixed(2)}× (${String(tenth(ours))} and ${String(tenth(theirs))} ms a second)`,
      met: characters === 0 && ratio <= 1.5,
      values: { characters, ratio, ours, theirs },
    };
  } finally {
    await program.close();
    for (const each of family(pid)) process.kill(each);
    await Promise.all([once(control, 'close'), service.close(), other.close()]);
  }
}

/** On a virtual sound card of its own; nothing where there is no PulseAudio. */
export async function openMicrophone(seconds: number): Promise<readonly Figure[]> {
  if (!hasPulseAudio()) return [];
  const folder = await mkdtemp(join(tmpdir(), 'voicelive-bench-card-'));
  const env = { ...process.env, VL_SOUND_DIR: join(folder, 'card') };
  const { stdout } = await run(card, ['env'], { env });
  const sound = Object.fromEntries(
    [...stdout.matchAll(/^export (\w+)=(.*)$/gm)].map(([, name = '', value = '']) => [name, value]),
  );
  await run(card, ['up'], { env });
  try {
    return [
      await withBundle('sdk-microphone', (client) => measure(resolve(client), seconds, sound)),
    ];
  } finally {
    await run(card, ['down'], { env });
    await rm(folder, { recursive: true, force: true });
  }
}
