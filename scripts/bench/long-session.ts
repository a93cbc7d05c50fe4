import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { SessionView } from '../../src/session/view.js';
import { openTui } from '../../src/tui/open-tui.js';
import { SessionScript } from '../../test/helpers/session.js';
import { tenth, type Figure } from './figures.js';
import { NoTerminal } from './no-terminal.js';
import { spokenTurn, turnMs } from './spoken-turn.js';

const minuteMs = 60_000;

/** T4: the memory of session core, screen and Ink after eight hours of talk, against that after ten minutes. */
export async function longSession(hours: number): Promise<Figure> {
  setFlagsFromString('--expose-gc');
  const collect: unknown = runInNewContext('gc');
  const heap = async (): Promise<number> => {
    // Draw pending frames first, and do not count garbage.
    await new Promise((resolve) => setTimeout(resolve, 200));
    if (typeof collect === 'function') Reflect.apply(collect, undefined, []);
    const { heapUsed, arrayBuffers } = process.memoryUsage();
    return (heapUsed + arrayBuffers) / 1e6;
  };
  const script = new SessionScript().ready();
  const listeners = new Set<() => void>();
  const view: SessionView = {
    getState: () => script.state,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    dispatch: () => undefined,
  };
  const terminal = new NoTerminal();
  const tui = openTui(view, {
    stdin: terminal,
    stdout: terminal,
    theme: 'terminal',
    colorDepth: 1,
  });
  const turns = (hours * 60 * minuteMs) / turnMs;
  let early = Number.NaN;
  for (let number = 1; number <= turns; number += 1) {
    spokenTurn(script, number);
    // What is collected for tests is not part of a session.
    script.effects = [];
    script.inputs.length = 0;
    for (const listener of listeners) listener();
    await new Promise((resolve) => setImmediate(resolve));
    if (number * turnMs === 10 * minuteMs) early = await heap();
  }
  const late = await heap();
  await tui.close();
  const ratio = late / early;
  return {
    id: 'T4',
    what: `memory after ${String(hours)} hours of talk (${String(turns)} turns, core and screen) against that after 10 minutes`,
    target: '≤ 1.15×',
    result: `${ratio.toFixed(2)}× (${tenth(late).toFixed(1)} and ${tenth(early).toFixed(1)} MB; ${String(terminal.frames)} frames)`,
    met: ratio <= 1.15,
    values: { ratio: Number(ratio.toFixed(3)), lateMb: tenth(late), earlyMb: tenth(early), turns },
  };
}
