import type { ScriptResult } from '../model/result.js';

/** One time that a script is run. */
export interface Attempt<Script> {
  readonly script: Script;
  /** From 1, of `--repeat`. */
  readonly run: number;
  /** From 1; more than 1 with `--retry`. */
  readonly attempt: number;
}

export interface RunAllOptions {
  /** Sessions at the same time. */
  readonly concurrency: number;
  readonly repeat: number;
  /** How often a run that did not pass is tried again. */
  readonly retries: number;
  /** Start nothing more after the first run that did not pass. */
  readonly bail: boolean;
  /** Nothing more is started once it is aborted. */
  readonly signal: AbortSignal;
}

/**
 * Runs every script as often as asked, in order, so many at a time.
 * @param runOne never rejects for what a script can do wrong
 * @returns how many runs were not started
 */
export async function runAll<Script>(
  scripts: readonly Script[],
  options: RunAllOptions,
  runOne: (attempt: Attempt<Script>) => Promise<ScriptResult>,
): Promise<number> {
  const { concurrency, repeat, retries, bail, signal } = options;
  const total = scripts.length * repeat;
  let next = 0;
  let bailed = false;
  const stopped = (): boolean => bailed || signal.aborted;
  const work = async (): Promise<void> => {
    while (next < total && !stopped()) {
      const position = next;
      next += 1;
      const script = scripts[Math.floor(position / repeat)];
      if (script === undefined) return;
      const run = (position % repeat) + 1;
      for (let attempt = 1; ; attempt += 1) {
        const { verdict } = await runOne({ script, run, attempt });
        if (verdict === 'passed') break;
        if (attempt <= retries && !stopped()) continue;
        bailed ||= bail;
        break;
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(concurrency, total) }, work));
  return total - next;
}
