import { describe, expect, it } from 'vitest';
import { evaluateRepeats } from '../../../../src/script/check/evaluate-repeats.js';
import type { Limit } from '../../../../src/script/model/check.js';
import type { ScriptResult } from '../../../../src/script/model/result.js';
import { check, scriptOf, somewhere } from '../../../helpers/scripted-session.js';

/** A run in which the one check of the first step had a figure. */
function run(number: number, value: number | undefined, attempt = 1): ScriptResult {
  return {
    script: 'weather',
    file: 'weather.yaml',
    run: number,
    attempt,
    verdict: 'passed',
    startedAt: '2026-11-22T00:00:00Z',
    elapsedMs: 1,
    problems: [],
    metrics: {},
    checks: [
      {
        place: somewhere,
        name: 'metric',
        step: 0,
        passed: true,
        expected: '',
        actual: '',
        events: [],
        ...(value === undefined ? {} : { value }),
      },
    ],
  };
}

function latency(percentiles: NonNullable<Limit['percentiles']>) {
  return scriptOf([[check({ type: 'metric', metric: 'latency', limit: { percentiles } })]]);
}

describe('a percentile over repeats', () => {
  it('is the nearest rank of the figures of all runs', () => {
    const runs = Array.from({ length: 10 }, (_, index) => run(index + 1, (10 - index) * 100));
    expect(evaluateRepeats(latency({ p50: 500, p90: 899 }), runs)).toMatchObject([
      { step: 0, passed: true, expected: 'p50 at most 500 ms', value: 500 },
      {
        passed: false,
        name: 'metric p90',
        actual: 'p90 is 900 ms (of 10 values from 10 runs)',
      },
    ]);
  });

  it('is not passed with too few values, and says how many there are', () => {
    const runs = [...Array.from({ length: 9 }, (_, at) => run(at + 1, 1)), run(10, undefined)];
    expect(evaluateRepeats(latency({ p50: 1, p90: 1 }), runs)).toMatchObject([
      { passed: true },
      { passed: false, actual: 'p90 needs 10 values: 9 values from 10 runs are too few' },
    ]);
    expect(evaluateRepeats(latency({ p50: 1 }), [])).toMatchObject([{ passed: false }]);
  });

  it('counts the last attempt of a run that was tried again', () => {
    const [result] = evaluateRepeats(latency({ p50: 10 }), [run(1, 5, 2), run(1, 900, 1)]);
    expect(result).toMatchObject({ passed: true, value: 5 });
  });

  it('is nothing that a limit without percentiles asks for', () => {
    const script = scriptOf([[check({ type: 'metric', metric: 'cost', limit: { max: 1 } })]]);
    expect(evaluateRepeats(script, [run(1, 5)])).toEqual([]);
  });
});
