import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkFailIf, parseFailIf } from '../../../src/analysis/fail-if.js';
import { inspectRecording } from '../../../src/analysis/inspect-recording.js';
import { metrics } from '../../../src/analysis/metrics.js';
import type { RecordingReport } from '../../../src/analysis/report.js';
import { VoiceliveError } from '../../../src/shared/errors.js';
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
    const refused = (text: string, hasBaseline = true): VoiceliveError => {
      try {
        parseFailIf(text, hasBaseline);
      } catch (thrown) {
        if (thrown instanceof VoiceliveError) return thrown;
      }
      throw new Error(`not refused: ${text}`);
    };
    const unknown = refused('latncy.p90 > 1 s');
    expect(unknown.message).toContain('unknown metric "latncy.p90"');
    expect(unknown.hint).toContain('Did you mean latency.p90?');
    expect(unknown.exitCode).toBe(2);
    expect(refused('latency > 1 s').hint).toContain('latency.');
    expect(refused('latency.p90 800').message).toContain('expected a metric, an operator');
    expect(refused('latency.p90 > 3 usd').message).toContain('is given with ms or s');
    expect(refused('cost > $').message).toContain('expected a metric, an operator');
    expect(refused('latency.p90 > 10%').message).toContain('a percentage needs + or -');
    expect(refused('latency.p90 > +10%', false).hint).toContain('--baseline');
  });

  it('knows each metric by one name, and every one of them in a whole recording of enough turns', () => {
    const names = metrics.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    const missing = metrics.filter(({ of }) => of(fast) === undefined).map(({ name }) => name);
    const rare = /^(?:latency|latency\.samples|yield|yield\.samples)\./;
    expect(missing.filter((name) => !rare.test(name))).toEqual([]);
  });
});
