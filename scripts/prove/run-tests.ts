import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isJsonArray, isJsonObject, type JsonObject } from '../../src/shared/json.js';
import { undoAtExit } from './at-exit.js';

export type Outcome =
  | { readonly kind: 'passed'; readonly tests: number }
  | { readonly kind: 'failed'; readonly firstFailure: string }
  /** Neither: out of time, or the tests could not be loaded. */
  | { readonly kind: 'broken'; readonly reason: string };

/** Runs test files in a copy of the tree, up to the first failure. */
export async function runTests(
  folder: string,
  files: readonly string[],
  limits: { readonly deadlineMs: number; readonly workers: number },
): Promise<Outcome> {
  const report = join(folder, 'report.json');
  const inTime = await runVitest(folder, limits.deadlineMs, [
    `--maxWorkers=${limits.workers}`,
    '--bail=1',
    '--reporter=json',
    `--outputFile=${report}`,
    ...files,
  ]);
  if (!inTime)
    return { kind: 'broken', reason: `not over after ${limits.deadlineMs / 1000} seconds` };
  return outcomeOf(await readFile(report, 'utf8').catch(() => ''));
}

/** False when the deadline ended it. */
function runVitest(folder: string, deadlineMs: number, args: readonly string[]): Promise<boolean> {
  const vitest = join(folder, 'node_modules/vitest/vitest.mjs');
  const child = spawn(process.execPath, [vitest, 'run', '--project=source', ...args], {
    cwd: folder,
    stdio: 'ignore',
    // A group of its own, which ends with its workers.
    detached: true,
  });
  const kill = (): void => {
    if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
  };
  const ended = undoAtExit(kill);
  return new Promise((resolve, reject) => {
    let inTime = true;
    const timer = setTimeout(() => {
      inTime = false;
      kill();
    }, deadlineMs);
    child.once('error', reject);
    child.once('exit', () => {
      clearTimeout(timer);
      ended();
      resolve(inTime);
    });
  });
}

/** The outcome as Vitest's JSON reporter writes it. */
function outcomeOf(text: string): Outcome {
  const report: unknown = text === '' ? undefined : JSON.parse(text);
  if (!isJsonObject(report)) return { kind: 'broken', reason: 'the tests did not run' };
  const files = isJsonArray(report['testResults']) ? report['testResults'] : [];
  const tests = files
    .filter(isJsonObject)
    .flatMap(({ assertionResults }) => (isJsonArray(assertionResults) ? assertionResults : []))
    .filter(isJsonObject);
  const failed = tests.find(({ status }) => status === 'failed');
  if (failed !== undefined) return { kind: 'failed', firstFailure: nameOf(failed) };
  if (report['success'] !== true || tests.length === 0)
    return { kind: 'broken', reason: 'the tests could not be loaded' };
  return { kind: 'passed', tests: tests.length };
}

function nameOf({ fullName }: JsonObject): string {
  return typeof fullName === 'string' ? fullName : 'a test without a name';
}
