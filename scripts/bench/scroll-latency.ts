import { fork } from 'node:child_process';
import { performance } from 'node:perf_hooks';
import { setTimeout as wait } from 'node:timers/promises';
import xterm from '@xterm/headless';
import { percentile, tenth, type Figure } from './figures.js';
import { openInTerminal, programPath } from './terminal-program.js';

const targetMs = 100;
const streamedBytes = 10 * 1024 * 1024;
/** Between two keys, as somebody presses them one after the other. */
const pauseMs = 120;
const patienceMs = 20_000;

const pageUp = '\x1b[5~';
const pageDown = '\x1b[6~';

/** How the text is divided among replies. */
interface Flow {
  readonly what: string;
  readonly replyBytes: number;
}

const flows: readonly Flow[] = [
  { what: 'one reply', replyBytes: streamedBytes },
  { what: 'replies of 20 kB', replyBytes: 20_000 },
];

/** Times from a key to the rows it changes, while 10 MB of text arrive as fast as they are taken. */
async function delays(flow: Flow): Promise<readonly number[]> {
  const service = fork(
    new URL('text-flood.ts', import.meta.url),
    [streamedBytes, flow.replyBytes].map(String),
    { execArgv: ['--import', 'tsx'] },
  );
  const url = await new Promise<unknown>((resolve) => service.once('message', resolve));
  const terminal = new xterm.Terminal({ cols: 120, rows: 40, allowProposedApi: true });
  let changed: () => void = () => undefined;
  const program = openInTerminal(
    [programPath, 'talk', '--text', '--endpoint', String(url)],
    { AZURE_VOICELIVE_API_KEY: 'key-of-a-benchmark' },
    (text) => {
      terminal.write(text, () => {
        changed();
      });
    },
  );
  // The transcript's upper rows; below them figures change by themselves.
  const rows = (count = 20): string => {
    const { active } = terminal.buffer;
    return Array.from({ length: count }, (_, row) =>
      active.getLine(row + 2)?.translateToString(true),
    ).join('\n');
  };
  const until = (condition: () => boolean): Promise<void> =>
    new Promise((resolve, reject) => {
      const deadline = setTimeout(() => {
        reject(new Error(`not shown:\n${rows()}`));
      }, patienceMs);
      changed = () => {
        if (!condition()) return;
        clearTimeout(deadline);
        resolve();
      };
      changed();
    });
  const stream = { isOver: false };
  try {
    // In the event log, when the reply is too long for the transcript.
    await until(() => rows(38).includes('history 399'));
    const all: number[] = [];
    // Scrolled up, the rows stay in place while text arrives below.
    for (let page = 0; page < 3; page += 1) {
      program.write(pageUp);
      await wait(pauseMs);
    }
    service.once('message', () => {
      stream.isOver = true;
    });
    service.send('flood');
    await wait(pauseMs);
    for (let press = 0; !stream.isOver; press += 1) {
      const before = rows();
      const startedMs = performance.now();
      program.write(press % 4 < 2 ? pageUp : pageDown);
      await until(() => rows() !== before);
      all.push(performance.now() - startedMs);
      await wait(pauseMs);
    }
    return all;
  } finally {
    await program.close();
    service.kill();
  }
}

/** Scrolling while the service streams: the time from a key to the changed rows. */
export async function scrollLatency(): Promise<readonly Figure[]> {
  const figures: Figure[] = [];
  for (const flow of flows) {
    const all = await delays(flow);
    const p95 = percentile(all, 0.95);
    const worst = Math.max(...all);
    figures.push({
      id: 'T5',
      what: `key to scrolled screen while 10 MB of text arrive in ${flow.what}, ${String(all.length)} keys`,
      target: `< ${String(targetMs)} ms`,
      result: `p50 ${String(tenth(percentile(all, 0.5)))}, p95 ${String(tenth(p95))}, worst ${String(tenth(worst))} ms`,
      met: worst < targetMs,
      values: {
        keys: all.length,
        p50: tenth(percentile(all, 0.5)),
        p95: tenth(p95),
        worst: tenth(worst),
      },
    });
  }
  return figures;
}
