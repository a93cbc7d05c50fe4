import { statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ProblemList } from '../../config/options/problems.js';
import type { RepeatsResult, ScriptResult } from '../../script/model/result.js';
import { readResultLines } from '../../script/run/result-lines.js';
import type { RunResults } from '../../script/run/run-results.js';
import { exitCodeOf, summarise } from '../../script/run/summary.js';
import { exitCodes, messageOf, VoiceliveError } from '../../shared/errors.js';
import { printSummary } from '../run/reporter.js';
import { prepareReports, writeReports, type ReportPlaces } from '../run/reports.js';
import { printJson } from '../terminal/standard-streams.js';

/** Options of `merge`, as commander gives them. */
export interface MergeOptions extends ReportPlaces {
  readonly json?: boolean;
}

/** `voicelive merge RESULTS…`: the results of several runs as those of one, with its exit code. */
export async function merge(
  paths: readonly string[],
  { json = false, ...places }: MergeOptions,
): Promise<number> {
  const results: ScriptResult[] = [];
  const repeats: RepeatsResult[] = [];
  const problems = new ProblemList();
  for (const path of paths)
    await problems.try(async () => {
      const read = await readResults(path);
      results.push(...read.results);
      repeats.push(...read.repeats);
    });
  problems.throwAny();
  if (results.length === 0) throw unusable('There is no result in any of them: nothing was run.');
  await prepareReports(places);
  // The scripts may be on another machine, or have changed since.
  const run = { results, repeats, notRun: 0 };
  await writeReports(places, run, () => undefined);
  if (json) for (const line of [...results, ...repeats]) printJson(line);
  const elapsedMs = results.reduce((sum, each) => sum + each.elapsedMs, 0);
  printSummary(json, run, elapsedMs);
  return exitCodeOf(summarise(run));
}

async function readResults(path: string): Promise<Omit<RunResults, 'notRun'>> {
  const isFolder = statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
  const file = isFolder ? join(path, 'results.jsonl') : path;
  const text = await readFile(file, 'utf8').catch((thrown: unknown) => {
    throw unusable(`Cannot read ${file}: ${messageOf(thrown)}.`);
  });
  const read = readResultLines(text);
  if (typeof read === 'number') throw unusable(`${file}:${String(read)} is not a result of a run.`);
  return read;
}

function unusable(sentence: string): VoiceliveError {
  return new VoiceliveError(sentence, {
    code: 'results-unusable',
    hint: 'Name a folder of `voicelive run --report`, or a file with the output of `run --json`.',
    exitCode: exitCodes.usage,
  });
}
