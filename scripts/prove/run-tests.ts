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

interface Limits {
  readonly deadlineMs: number;
  readonly workers: number;
}

/** What became of one test. */
export interface TestResult {
  readonly title: string;
  readonly passed: boolean;
  /** Of a test that failed: the first line of why. */
  readonly why: string;
}

/** Runs test files in a copy of the tree, up to the first failure. */
export async function runTests(
  folder: string,
  files: readonly string[],
  limits: Limits,
): Promise<Outcome> {
  const report = await reportOf(folder, ['--bail=1', ...files], limits);
  if (report === undefined) return late(limits);
  return outcomeOf(report);
}

/** Runs test files in a copy of the tree to their end; empty when they could not be loaded in time. */
export async function runEveryTest(
  folder: string,
  files: readonly string[],
  limits: Limits,
): Promise<readonly TestResult[]> {
  const report = await reportOf(folder, files, limits);
  return testsIn(report).map(({ title, status, failureMessages }) => {
    const [why] = isJsonArray(failureMessages) ? failureMessages : [];
    return {
      title: typeof title === 'string' ? title : '',
      passed: status === 'passed',
      why: typeof why === 'string' ? (why.split('\n')[0] ?? '') : '',
    };
  });
}

function late({ deadlineMs }: Limits): Outcome {
  return { kind: 'broken', reason: `not over after ${deadlineMs / 1000} seconds` };
}

/** The report as Vitest's JSON reporter writes it, null when there is none; undefined when the deadline ended the run. */
async function reportOf(
  folder: string,
  args: readonly string[],
  { deadlineMs, workers }: Limits,
): Promise<unknown> {
  const file = join(folder, 'report.json');
  const inTime = await runVitest(folder, deadlineMs, [
    `--maxWorkers=${workers}`,
    '--reporter=json',
    `--outputFile=${file}`,
    ...args,
  ]);
  if (!inTime) return undefined;
  const text = await readFile(file, 'utf8').catch(() => 'null');
  return JSON.parse(text);
}

function testsIn(report: unknown): readonly JsonObject[] {
  const results = isJsonObject(report) ? report['testResults'] : undefined;
  const files = isJsonArray(results) ? results : [];
  return files
    .filter(isJsonObject)
    .flatMap(({ assertionResults }) => (isJsonArray(assertionResults) ? assertionResults : []))
    .filter(isJsonObject);
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

function outcomeOf(report: unknown): Outcome {
  if (!isJsonObject(report)) return { kind: 'broken', reason: 'the tests did not run' };
  const tests = testsIn(report);
  const failed = tests.find(({ status }) => status === 'failed');
  if (failed !== undefined) return { kind: 'failed', firstFailure: nameOf(failed) };
  if (report['success'] !== true || tests.length === 0)
    return { kind: 'broken', reason: 'the tests could not be loaded' };
  return { kind: 'passed', tests: tests.length };
}

function nameOf({ fullName }: JsonObject): string {
  return typeof fullName === 'string' ? fullName : 'a test without a name';
}
