import { join } from 'node:path';
import type { OptionFiles } from '../../config/options/layers.js';
import { conflict } from '../../config/options/problems.js';
import { evaluateRepeats } from '../../script/check/evaluate-repeats.js';
import type { RepeatsResult, ScriptResult } from '../../script/model/result.js';
import type { Script } from '../../script/model/script.js';
import { runAll } from '../../script/run/run-all.js';
import { ofShard } from '../../script/run/shard.js';
import { exitCodeOf, summarise } from '../../script/run/summary.js';
import { monotonicMs } from '../../shared/clock.js';
import { signInTo } from '../session/sign-in.js';
import { closeBeforeExit } from '../terminal/exit-program.js';
import { watchOutsideEnd } from '../terminal/outside-end.js';
import { hideInReports } from '../terminal/report-cleanly.js';
import { writeDiagnostic } from '../terminal/report.js';
import { findScripts, foldersOfScripts } from './find-scripts.js';
import { createLineReader } from './line-reader.js';
import { readScripts } from './read-scripts.js';
import type { ReadyScript } from './ready-script.js';
import { createReporter, printRepeats, printSummary } from './reporter.js';
import { prepareReports, writeReports } from './reports.js';
import { runScriptOnce, type RunSurroundings } from './run-once.js';
import type { RunSettings } from './run-options.js';
import { SharedByRuns } from './shared-by-runs.js';

/** Text sessions at the same time; with audio one, as others would disturb what is measured. */
const usualConcurrency = 4;

/**
 * Runs scripts and reports on them: 0 when all passed, 5 when an expectation was not met, 1 when a session failed.
 * @param stdin of the script `-`
 * @throws VoiceliveError exit code 2, before the first run, with everything that is wrong in any script
 */
export async function runScripts(
  names: readonly string[],
  settings: RunSettings,
  flags: Readonly<Record<string, unknown>>,
  files: OptionFiles,
  stdin: string | undefined,
): Promise<number> {
  const { vars, shard } = settings;
  const json = flags['json'] === true;
  const recorded =
    settings.report === undefined || flags['record'] !== undefined
      ? flags
      : { ...flags, record: join(settings.report, 'recordings') };
  // A copy: Node asks the operating system each time something of `process.env` is read, and every script reads all of it.
  const env = { ...process.env };
  const read = async (): Promise<readonly ReadyScript[]> => {
    const paths = await findScripts(names);
    const all = await readScripts(paths, { vars, env }, recorded, files, stdin);
    return shard === undefined ? all : ofShard(all, shard);
  };
  const run = (scripts: readonly ReadyScript[]): Promise<number> =>
    runReady(scripts, settings, env, json);
  if (settings.watch && names.includes('-'))
    throw conflict('--watch cannot be combined with stdin.', 'Name the files of the scripts.');
  await prepareReports(settings);
  if (settings.watch) {
    const { watchScripts } = await import('./watch-scripts.js');
    return watchScripts(read, run, () => foldersOfScripts(names));
  }
  const scripts = await read();
  if (scripts.length === 0) writeDiagnostic('No script is left for this shard.');
  return run(scripts);
}

async function runReady(
  scripts: readonly ReadyScript[],
  settings: RunSettings,
  env: NodeJS.ProcessEnv,
  json: boolean,
): Promise<number> {
  const startedMs = monotonicMs();
  const outside = watchOutsideEnd();
  const stopping = new AbortController();
  void outside.exitCode.then(() => {
    stopping.abort();
  });
  const shared = new SharedByRuns(outside.exitCode, env, writeDiagnostic);
  const closed = closeBeforeExit(() => shared.close());
  const shown = hideInReports({ hide: shared.hide });
  const results: ScriptResult[] = [];
  const targets = scripts.map(({ target }) => target);
  const lineAt = createLineReader();
  const color = scripts.every(({ resolved }) => resolved.values.color);
  const style = { json, color };
  const reporter = createReporter(style, scripts.length * settings.repeat, lineAt);
  try {
    if (!(await signInTo(targets, outside.exitCode, writeDiagnostic)))
      return await outside.exitCode;
    const hasAudio = scripts.some((script) => script.hasAudio);
    const { repeat, retries, bail, concurrency = hasAudio ? 1 : usualConcurrency } = settings;
    const { signal } = stopping;
    const surroundings: RunSurroundings = {
      ...shared.surroundings,
      onStep: (attempt, step) => {
        reporter.step(attempt, step);
      },
    };
    const limits = { concurrency, repeat, retries, bail, signal };
    const notRun = await runAll(scripts, limits, async (attempt) => {
      reporter.start(attempt);
      const result = await runScriptOnce(attempt, surroundings);
      results.push(result);
      reporter.end(attempt, result);
      return result;
    });
    reporter.close();
    const repeats =
      repeat > 1 ? scripts.flatMap(({ script }) => percentilesOf(script, results)) : [];
    printRepeats(style, repeats, lineAt);
    const all = { results, repeats, notRun };
    await writeReports(settings, all, lineAt);
    printSummary(json, all, monotonicMs() - startedMs);
    if (repeat === 1 && scripts.some(({ script }) => evaluateRepeats(script, []).length > 0))
      writeDiagnostic('Limits of percentiles were not checked: they need --repeat.');
    if (signal.aborted) return await outside.exitCode;
    return exitCodeOf(summarise(all));
  } finally {
    reporter.close();
    await shared.close();
    closed();
    shown();
    outside.stop();
  }
}

/** What the script's limits of percentiles came to; nothing for a script without. */
function percentilesOf(script: Script, results: readonly ScriptResult[]): readonly RepeatsResult[] {
  const { name, file } = script;
  const own = results.filter((result) => result.file === file);
  const percentiles = evaluateRepeats(script, own);
  return percentiles.length === 0 ? [] : [{ script: name, file, percentiles }];
}
