import { fork, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { openSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { tenth, type Figure } from './figures.js';
import { bareEnvironment, openInTerminal, processorMs, programPath } from './terminal-program.js';

const tsx = ['--import', 'tsx'];

/** A process that reads events. */
interface Reader {
  readonly pid: number;
  close(): Promise<void> | void;
}

/** Until the code is compiled as it will be, and the lists of the session are full. */
const warmUp = 12_000;

interface Cost {
  readonly microseconds: number;
  readonly perSecond: number;
}

async function told(child: ChildProcess, what: string): Promise<void> {
  for (;;) {
    const [message]: unknown[] = await once(child, 'message');
    if (message === what) return;
  }
}

function child(args: readonly string[], stdio: 'ignore' | 'null'): Reader {
  const out = openSync('/dev/null', 'w');
  const proc = spawn(args[0] ?? '', args.slice(1), {
    stdio: ['pipe', out, stdio === 'null' ? out : 'ignore'],
    env: bareEnvironment({ ...(process.env['ASYNC'] ? { ASYNC: '1' } : {}), AZURE_VOICELIVE_API_KEY: 'key-of-a-benchmark' }),
    cwd: fileURLToPath(new URL('../..', import.meta.url)),
  });
  return {
    pid: proc.pid ?? 0,
    close: () => {
      proc.kill('SIGKILL');
    },
  };
}

const clientPath = fileURLToPath(new URL('event-client.ts', import.meta.url));

const readers: Readonly<Record<string, (url: string) => Reader>> = {
  bare: (url) => child([process.execPath, ...tsx, clientPath, 'bare', url], 'ignore'),
  sdk: (url) => child([process.execPath, ...tsx, clientPath, 'sdk', url], 'ignore'),
  ours: (url) => child([process.execPath, ...tsx, clientPath, 'ours', url], 'ignore'),
  plain: (url) => child([process.execPath, programPath, 'talk', '--text', '--plain', '--endpoint', url], 'ignore'),
  json: (url) => child([process.execPath, programPath, 'talk', '--text', '--json', '--endpoint', url], 'ignore'),
  screen: (url) =>
    openInTerminal([programPath, 'talk', '--text', '--endpoint', url], {
      AZURE_VOICELIVE_API_KEY: 'key-of-a-benchmark',
    }),
};

export async function cost(delta: string, reader: string, count: number): Promise<Cost> {
  const service = fork(new URL('event-hose.ts', import.meta.url), [delta], { execArgv: tsx });
  const [url]: unknown[] = await once(service, 'message');
  const configured = told(service, 'configured');
  const program = readers[reader]!(String(url));
  try {
    await configured;
    const pour = async (events: number): Promise<void> => {
      const ready = told(service, 'ready');
      service.send(events);
      await ready;
      await told(service, 'read');
    };
    await pour(warmUp);
    const beforeMs = processorMs(program.pid);
    const startedMs = performance.now();
    await pour(count);
    const wall = performance.now() - startedMs;
    const used = processorMs(program.pid) - beforeMs;
    return { microseconds: (used * 1000) / count, perSecond: count / wall * 1000 };
  } finally {
    await program.close();
    service.kill();
  }
}

if (process.argv[2]) {
  const kinds = process.argv[3]?.split(',') ?? Object.keys(readers);
  const n = Number(process.argv[4] ?? 60000);
  for (const delta of process.argv[2].split(','))
    for (const kind of kinds) {
      const c = await cost(delta, kind, delta === 'audio' ? n / 6 : n);
      console.log(delta, kind, c.microseconds.toFixed(1), 'µs', Math.round(c.perSecond), '/s');
    }
}
