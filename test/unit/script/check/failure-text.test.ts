import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { failureText } from '../../../../src/script/check/failure-text.js';
import type { CheckResult } from '../../../../src/script/model/result.js';
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

describe('what a failed check prints', () => {
  it('has place, line, expected, actual, events and recording, in 80 columns', () => {
    const rows = failureText(failed, {
      width: 80,
      line: '      reply: { contains: Oslo }',
      recording: 'recordings/20261121T2330Z-ab12',
    });
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
    expect(rowText(failureText(whole, { width: 80 })[0] ?? [])).toContain('(whole session)');
  });

  it('has nothing that acts on a terminal and is never too wide, whatever was said', () => {
    const hostile = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom('\u001b[2J\u001b]0;x\u0007', 'a\rb\nc', '\u202egpj.exe', '👩‍👩‍👧'.repeat(40)),
    );
    fc.assert(
      fc.property(hostile, fc.integer({ min: 30, max: 120 }), (text, width) => {
        const rows = failureText(
          {
            ...failed,
            place: { file: text, line: 1, column: 1 },
            name: text,
            expected: text,
            actual: text,
            events: [text],
          },
          { width, line: text, recording: text },
        );
        for (const row of rows) {
          expect(rowText(row)).not.toMatch(/[\p{Cc}\p{Bidi_Control}\p{Surrogate}]/u);
          expect(rowWidth(row)).toBeLessThanOrEqual(width);
        }
      }),
    );
  });
});
