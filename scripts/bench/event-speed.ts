import { fork, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { resolve as absolute } from 'node:path';
import { tenth, type Figure } from './figures.js';
import { withBundle } from './bundle.js';
import { bareEnvironment, openInTerminal, processorMs, programPath } from './terminal-program.js';

const key = { AZURE_VOICELIVE_API_KEY: 'key-of-a-benchmark' };
/** Until the code is compiled as it will be, and the lists of the session are full. */
const warmUp = 12_000;

/** A process that reads the events of the service at a URL. */
interface Reader {
  readonly pid: number;
  close(): Promise<void>;
}

function openProcess(args: readonly string[]): Reader {
  const child = spawn(process.execPath, [...args], {
    stdio: ['pipe', 'ignore', 'ignore'],
    env: bareEnvironment(key),
  });
  return {
    pid: child.pid ?? 0,
    close: async () => {
      child.kill('SIGKILL');
      await once(child, 'close');
    },
  };
}

async function nextMessage(child: ChildProcess): Promise<unknown> {
  return new Promise((resolve) => child.once('message', resolve));
}

async function told(child: ChildProcess, what: string): Promise<void> {
  while ((await nextMessage(child)) !== what);
}

interface Cost {
  readonly microseconds: number;
  readonly perSecond: number;
}

/** What an event costs the reader, in processor time of all its threads, and how many it takes a second. */
async function costOf(delta: string, events: number, open: (url: string) => Reader): Promise<Cost> {
  const service = fork(new URL('event-hose.ts', import.meta.url), [delta], {
    execArgv: ['--import', 'tsx'],
  });
  const url = await nextMessage(service);
  const configured = told(service, 'configured');
  const reader = open(String(url));
  try {
    await configured;
    const pour = async (count: number): Promise<Cost> => {
      const begun = told(service, 'begun');
      service.send(count);
      await begun;
      const before = { cpuMs: processorMs(reader.pid), atMs: performance.now() };
      await told(service, 'read');
      const cpuMs = processorMs(reader.pid) - before.cpuMs;
      const seconds = (performance.now() - before.atMs) / 1000;
      return { microseconds: (cpuMs * 1000) / count, perSecond: Math.round(count / seconds) };
    };
    await pour(warmUp);
    return await pour(events);
  } finally {
    await reader.close();
    service.kill();
  }
}

/** The cheapest of several, taken in turns: whatever else the machine does only adds to it. */
async function cheapest<Name extends string>(
  names: readonly Name[],
  measure: (name: Name) => Promise<Cost>,
): Promise<Readonly<Record<string, Cost>>> {
  const best: Record<string, Cost> = {};
  for (let round = 0; round < 3; round += 1)
    for (const name of names) {
      const cost = await measure(name);
      const known = best[name];
      if (known === undefined || cost.microseconds < known.microseconds) best[name] = cost;
    }
  return best;
}

const none: Cost = { microseconds: Number.NaN, perSecond: Number.NaN };

/** P1: events from the socket to a handler, parsed and checked, against the official SDK and bare `ws`. */
async function read(client: string, delta: string, events: number): Promise<Figure> {
  const costs = await cheapest(['ours', 'sdk', 'bare'], (kind) =>
    costOf(delta, events, (url) => openProcess([absolute(client), kind, url])),
  );
  const { ours = none, sdk = none, bare = none } = costs;
  const ratio = ours.microseconds / sdk.microseconds;
  return {
    id: 'P1',
    what: `${delta} deltas from the socket to a handler, checked; processor time an event`,
    target: '≤ 1× of the official SDK',
    result: `${ratio.toFixed(2)}× (${tenth(ours.microseconds)} and ${tenth(sdk.microseconds)} µs, \`ws\` and JSON.parse alone ${tenth(bare.microseconds)} µs)`,
    met: ratio <= 1,
    values: { ratio, ours: ours.microseconds, sdk: sdk.microseconds, bare: bare.microseconds },
  };
}

const ways = {
  'the full screen': (url: string): Reader =>
    openInTerminal([programPath, 'talk', '--text', '--endpoint', url], key),
  '`--plain`': (url: string): Reader =>
    openProcess([programPath, 'talk', '--text', '--plain', '--endpoint', url]),
  '`--json`': (url: string): Reader =>
    openProcess([programPath, 'talk', '--text', '--json', '--endpoint', url]),
} as const;

/** P2: the whole program, against the official SDK with a handler that does nothing. */
async function whole(client: string, events: number): Promise<readonly Figure[]> {
  const readers: Readonly<Record<string, (url: string) => Reader>> = {
    ...ways,
    sdk: (url) => openProcess([absolute(client), 'sdk', url]),
  };
  const costs = await cheapest(Object.keys(readers), (name) =>
    costOf('text', events, readers[name] ?? ways['the full screen']),
  );
  const { sdk = none } = costs;
  return Object.keys(ways).map((name) => {
    const ours = costs[name] ?? none;
    const ratio = ours.microseconds / sdk.microseconds;
    return {
      id: 'P2',
      what: `text deltas through the whole program with ${name}; processor time an event`,
      target: '–',
      result: `${ratio.toFixed(2)}× of the SDK with a handler that does nothing (${tenth(ours.microseconds)} and ${tenth(sdk.microseconds)} µs; ${ours.perSecond} and ${sdk.perSecond} events/s)`,
      met: undefined,
      values: { ratio, ours: ours.microseconds, sdk: sdk.microseconds, perSecond: ours.perSecond },
    };
  });
}

export async function eventSpeed(events: number): Promise<readonly Figure[]> {
  return withBundle('event-client', async (client) => [
    await read(client, 'text', events),
    await read(client, 'transcript', events),
    await read(client, 'audio', events / 5),
    ...(await whole(client, events)),
  ]);
}
