import type {
  CheckResult,
  RepeatsResult,
  ScriptResult,
} from '../../../../src/script/model/result.js';

/** A run that passed, but for what is given. */
export function scriptResult(different: Partial<ScriptResult> = {}): ScriptResult {
  return {
    script: 'greeting',
    file: 'greet.yaml',
    run: 1,
    attempt: 1,
    verdict: 'passed',
    startedAt: '2026-11-22T01:00:00.000Z',
    elapsedMs: 1500,
    checks: [],
    problems: [],
    metrics: {},
    latenciesMs: [],
    ...different,
  };
}

/** A check that failed, with this text wherever a text comes from outside. */
export function failedCheck(text: string): CheckResult {
  return {
    place: { file: text, line: 3, column: 5 },
    name: text,
    passed: false,
    expected: text,
    actual: text,
    events: [text],
  };
}

export function repeatsResult(passed: boolean): RepeatsResult {
  const place = { file: 'greet.yaml', line: 4, column: 7 };
  const [expected, actual] = ['p90 at most 500 ms', 'p90 is 400 ms (of 10 values from 10 runs)'];
  const check = { place, name: 'latency p90', passed, expected, actual, value: 400, events: [] };
  return { script: 'greeting', file: 'greet.yaml', percentiles: [check] };
}
