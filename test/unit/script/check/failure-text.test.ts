import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  checkLines,
  failureLines,
  failureSummary,
  failureText,
} from '../../../../src/script/check/failure-text.js';
import type { CheckResult, ScriptResult } from '../../../../src/script/model/result.js';
import { rowText, rowWidth } from '../../../../src/tui/text/rows.js';

const failed: CheckResult = {
  place: { file: 'scripts/weather.yaml', line: 12, column: 7 },
  name: 'reply.contains',
  step: 1,
  passed: false,
  expected: 'a text with "Oslo"',
  actual: '"I could not get the weather. The tool said: it is 18 degrees and sunny in Rome."',
  events: [
    '+0.000 s > conversation.item.create  user · What is the weather in Oslo?',
    '+0.412 s < response.done  completed · 120 in · 14 out',
  ],
};

const result: ScriptResult = {
  script: 'weather',
  file: 'scripts/weather.yaml',
  run: 1,
  attempt: 1,
  verdict: 'failed',
  startedAt: '2026-11-21T23:30:00.000Z',
  elapsedMs: 1200,
  checks: [failed],
  problems: [],
  recording: 'recordings/20261121T2330Z-ab12',
  metrics: {},
  latenciesMs: [],
};

const lineAt = (): string => '      reply: { contains: Oslo }';

describe('what a run that did not pass prints', () => {
  it('has place, line, expected, actual, events and recording, in 80 columns', () => {
    const rows = failureText(result, 80, lineAt);
    expect(rows.map(rowText)).toEqual([
      'scripts/weather.yaml:12:7  reply.contains (step 2)',
      '  reply: { contains: Oslo }',
      '  expected   a text with "Oslo"',
      '  actual     "I could not get the weather. The tool said: it is 18 degrees and',
      '             sunny in Rome."',
      '  +0.000 s > conversation.item.create  user · What is the weather in Oslo?',
      '  +0.412 s < response.done  completed · 120 in · 14 out',
      '  recording  recordings/20261121T2330Z-ab12',
    ]);
    expect(rows[2]?.map(({ style }) => style)).toEqual(['dim', 'assistant']);
    expect(rows[3]?.map(({ style }) => style)).toEqual(['dim', 'error']);
  });

  it('says of the whole session that it is', () => {
    const { step, ...whole } = failed;
    expect(step).toBe(1);
    expect(checkLines(whole, lineAt)[0]).toContain('(whole session)');
  });

  it('shows the events of a step once, below its last failed check', () => {
    const { step, ...whole } = failed;
    const other = { ...failed, step: (step ?? 0) + 1 };
    const lines = failureLines({ ...result, checks: [failed, failed, other, whole] }, lineAt);
    const shown = lines.map((line) => (line.startsWith('  +0.000 s') ? 'events' : line));
    expect(shown.filter((line) => /^(scripts|events)/.test(line))).toEqual([
      'scripts/weather.yaml:12:7  reply.contains (step 2)',
      'scripts/weather.yaml:12:7  reply.contains (step 2)',
      'events',
      'scripts/weather.yaml:12:7  reply.contains (step 3)',
      'events',
      'scripts/weather.yaml:12:7  reply.contains (whole session)',
      'events',
    ]);
  });

  it('begins with the failure of the session and the steps that could not be done', () => {
    const place = { file: 'scripts/weather.yaml', line: 14, column: 5 };
    const problems = [{ place, step: 2, reason: 'The turn was not answered.' }];
    const failure = { code: 'refused', sentence: 'Refused.', hint: 'Try later.', exitCode: 1 };
    const ended = { ...result, checks: [], failure, problems };
    expect(failureLines(ended, () => undefined)).toEqual([
      'Refused.',
      'Try later.',
      'scripts/weather.yaml:14:5  step 3',
      '  The turn was not answered.',
      '  recording  recordings/20261121T2330Z-ab12',
    ]);
  });

  it('has a line for lists, of what went wrong first', () => {
    expect(failureSummary(result)).toBe(
      `scripts/weather.yaml:12:7  reply.contains (step 2): ${failed.actual}`,
    );
    const place = { file: 'scripts/weather.yaml', line: 14, column: 5 };
    const problems = [{ place, step: 2, reason: 'The turn was not answered.' }];
    expect(failureSummary({ ...result, problems })).toBe(
      'scripts/weather.yaml:14:5  step 3: The turn was not answered.',
    );
    const failure = { code: 'refused', sentence: 'Refused.', exitCode: 1 };
    expect(failureSummary({ ...result, problems, failure })).toBe('Refused.');
    expect(failureSummary({ ...result, checks: [] })).toBeUndefined();
  });

  it('has nothing that acts on a terminal and is never too wide, whatever was said', () => {
    const hostile = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom('\u001b[2J\u001b]0;x\u0007', 'a\rb\nc', '\u202egpj.exe', '👩‍👩‍👧'.repeat(40)),
    );
    fc.assert(
      fc.property(hostile, fc.integer({ min: 30, max: 120 }), (text, width) => {
        const place = { file: text, line: 1, column: 1 };
        const rows = failureText(
          {
            ...result,
            checks: [
              { ...failed, place, name: text, expected: text, actual: text, events: [text] },
            ],
            problems: [{ place, step: 0, reason: text }],
            failure: { code: 'x', sentence: text, hint: text, exitCode: 1 },
            recording: text,
          },
          width,
          () => text,
        );
        for (const row of rows) {
          expect(rowText(row)).not.toMatch(/[\p{Cc}\p{Bidi_Control}\p{Surrogate}]/u);
          expect(rowWidth(row)).toBeLessThanOrEqual(width);
        }
      }),
    );
  });
});
