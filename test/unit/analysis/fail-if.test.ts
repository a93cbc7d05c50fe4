import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkFailIf, parseFailIf } from '../../../src/analysis/fail-if.js';
import { inspectRecording } from '../../../src/analysis/inspect-recording.js';
import { metrics } from '../../../src/analysis/metrics.js';
import type { RecordingReport } from '../../../src/analysis/report.js';
import { writeKnown } from '../../helpers/known-recording.js';

let root = '';
let fast: RecordingReport;
let slow: RecordingReport;

/** Turns of the given latencies. */
async function recorded(name: string, latencies: readonly number[]): Promise<RecordingReport> {
  const path = join(root, name);
  await writeKnown(path, {
    seconds: latencies.length * 3 + 1,
    speech: latencies.map((_, turn) => ({ fromMs: turn * 3000 + 300, toMs: turn * 3000 + 900 })),
    replies: latencies.map((ms, turn) => ({
      fromMs: turn * 3000 + 900 + ms,
      toMs: turn * 3000 + 2800,
      text: 'Yes.',
    })),
  });
  return (await inspectRecording(path)).report;
}

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'voicelive-fail-if-'));
  fast = await recorded(
    'fast',
    Array.from({ length: 10 }, (_, n) => 400 + 10 * n),
  );
  slow = await recorded(
    'slow',
    Array.from({ length: 10 }, (_, n) => 460 + 10 * n),
  );
});

afterAll(() => rm(root, { recursive: true }));

function failed(text: string, report: RecordingReport, baseline?: RecordingReport): boolean {
  return checkFailIf(parseFailIf(text, baseline !== undefined), report, baseline).failed;
}

describe('--fail-if', () => {
  it('compares a figure with a value in its unit', () => {
    expect(failed('latency.p90 > 470 ms', fast)).toBe(true);
    expect(failed('latency.p90 > 0.49 s', fast)).toBe(false);
    expect(failed('latency.samples.p50>=430ms', fast)).toBe(true);
    expect(failed('turns != 10', fast)).toBe(false);
    expect(failed('Turns = 10', fast)).toBe(true);
    expect(failed('errors > 0', fast)).toBe(false);
    expect(failed('level.user < -20 dB', fast)).toBe(false);
    expect(failed('cost > $0.00001', fast)).toBe(true);
  });

  it('compares it with that of the baseline, by percent or by an amount', () => {
    expect(failed('latency.p90 > +10%', slow, fast)).toBe(true);
    expect(failed('latency.p90 > +15%', slow, fast)).toBe(false);
    expect(failed('latency.p90 > +50 ms', slow, fast)).toBe(true);
    expect(failed('latency.p90 > +70ms', slow, fast)).toBe(false);
    expect(failed('latency.p90 < -10%', fast, slow)).toBe(true);
    expect(failed('turns < -1', fast, slow)).toBe(false);
  });

  it('says the value and the limit', () => {
    const { reason } = checkFailIf(parseFailIf('latency.max > +10%', true), slow, fast);
    expect(reason).toBe('latency.max is 550 ms (limit 539 ms, baseline 490 ms).');
  });

  it('fails where the figure is missing: nothing passes unseen', () => {
    const { failed: isFailed, reason } = checkFailIf(
      parseFailIf('latency.p95 > 5 s', false),
      fast,
      undefined,
    );
    expect(isFailed).toBe(true);
    expect(reason).toMatch(/has no latency\.p95: .*from 20 values on/);
  });

  it('refuses what it does not understand, with the nearest name', () => {
    const refusal = (text: string, hasBaseline = true): unknown => {
      try {
        return parseFailIf(text, hasBaseline);
      } catch (thrown) {
        return thrown;
      }
    };
    expect(refusal('latncy.p90 > 1 s')).toMatchObject({
      message: expect.stringContaining('unknown metric "latncy.p90"'),
      hint: expect.stringContaining('Did you mean latency.p90?'),
      exitCode: 2,
    });
    expect(refusal('latency > 1 s')).toMatchObject({ hint: expect.stringContaining('latency.') });
    expect(refusal('latency.p90 800')).toMatchObject({ exitCode: 2 });
    expect(refusal('latency.p90 > 3 usd')).toMatchObject({
      message: expect.stringContaining('is given with'),
    });
    expect(refusal('cost > $')).toMatchObject({ exitCode: 2 });
    expect(refusal('latency.p90 > 10%')).toMatchObject({
      message: expect.stringContaining('a percentage needs + or -'),
    });
    expect(refusal('latency.p90 > +10%', false)).toMatchObject({
      hint: expect.stringContaining('--baseline'),
    });
  });

  it('knows each metric by one name, and every one of them in a whole recording of enough turns', () => {
    const names = metrics.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    const missing = metrics.filter(({ of }) => of(fast) === undefined).map(({ name }) => name);
    const rare = /^(?:latency|latency\.samples|yield|yield\.samples)\./;
    expect(missing.filter((name) => !rare.test(name))).toEqual([]);
  });
});
