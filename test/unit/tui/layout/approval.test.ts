import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PendingCall, SessionState } from '../../../../src/session/state.js';
import { approvalPanel } from '../../../../src/tui/layout/approval.js';
import { layoutFrame } from '../../../../src/tui/layout/frame.js';
import type { Size } from '../../../../src/tui/layout/scene.js';
import { rowText, rowWidth, type Row } from '../../../../src/tui/text/rows.js';
import { initialUi, type UiState } from '../../../../src/tui/ui-state.js';
import { key, play } from '../../../helpers/keys.js';
import { pendingCall, sessionState } from '../../../helpers/state.js';

/** Runs of the property; `VOICELIVE_RUNS=10000` is the long form, with 100,000. */
const numRuns = 10 * Number(process.env['VOICELIVE_RUNS'] ?? 100);
const timeoutMs = 10 * 60_000;

const invisible =
  /[\x00-\x1f\x7f-\x9f\u00a0\u00ad\u061c\u180e\u2000-\u200f\u2028-\u202f\u205f-\u206f\u2800\u3000\u3164\ufe00-\ufe0f\ufeff\ufff9-\ufffb\p{Surrogate}]/u;

const pieces = fc.constantFrom(
  '\x1b]0;',
  '\x1b\\',
  '\x9d',
  '\x9c',
  '\x07',
  '\x1b[8m',
  '\x1b[2K\r',
  '\x7f',
  '\u200b',
  '\u202e',
  '\u2066',
  '\ufe0f',
  '\u3164',
  '\u2800',
  '\u{e0041}',
  '\ud800',
  '\u0301'.repeat(9),
  'ก\u0e49\u0e49\u0e49\u0e49\u0e49',
  '👩‍👩‍👧',
  '🇩🇪🇩🇪',
  'क्क्क्क्क',
  'ᄀᄀᄀᄀᄀ',
  '東京',
  '\n',
  '\r\n',
  '\t',
  '\\',
  '\\u009d',
  '"',
  '","x":"',
  ' '.repeat(30),
  '↳ ',
  '; rm -rf $HOME',
);

const hostile = fc
  .array(fc.oneof(pieces, fc.string({ unit: 'binary', maxLength: 8 })), { maxLength: 8 })
  .map((parts) => parts.join(''));

const space = fc.constantFrom('', '', ' ', '\n  ', '\r\n', '\t');
const string = fc.oneof(
  hostile.map((text) => JSON.stringify(text)),
  fc.constantFrom('"__proto__"', '"2"', '"1"', '"\\u009d"', '"\\/"', '""'),
);
const scalar = fc.oneof(
  string,
  fc.constantFrom('12345678901234567890', '1e400', '-0', '1.0', '0.1e1', 'true', 'null'),
);

/** JSON text as a hostile model may write it: repeated keys, any spacing, any spelling of a value. */
const { value } = fc.letrec<{ value: string }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    scalar,
    fc
      .array(fc.tuple(space, string, space, space, tie('value')), { maxLength: 4 })
      .map((members) =>
        members.map(([a, name, b, c, inner]) => `${a}${name}${b}:${c}${inner}`).join(','),
      )
      .map((inside) => `{${inside}}`),
    fc.array(tie('value'), { maxLength: 4 }).map((inside) => `[${inside.join(' , ')}]`),
  ),
}));

const callArguments = fc.oneof(value, hostile);

const sizes: readonly Size[] = [
  { columns: 20, rows: 3 },
  { columns: 20, rows: 5 },
  { columns: 40, rows: 10 },
  { columns: 80, rows: 24 },
  { columns: 120, rows: 40 },
];

function askedAbout(call: PendingCall): SessionState {
  return sessionState({ approval: { calls: [call], granted: [] } });
}

/** Every line of a call, over all scroll positions from the first to the last. */
function linesOf(call: PendingCall, width: number, height: number): readonly Row[] {
  const state = askedAbout(call);
  const lines: Row[] = [];
  let question: NonNullable<ReturnType<typeof approvalPanel>>['question'] | undefined;
  for (let scroll = 0; ;) {
    const panel = approvalPanel(state, { width, height }, { scroll, hint: undefined, question });
    if (panel === undefined) throw new Error('nothing is asked');
    panel.rows
      .filter((row) => ['  ', '↳ '].includes(row[0]?.text ?? ''))
      .forEach((row, index) => (lines[scroll + index] = row));
    question = panel.question;
    if (panel.maxScroll === scroll) {
      expect(question.shown).toBe(question.length);
      return lines;
    }
    expect(question.shown).toBeLessThan(question.length);
    expect(panel.maxScroll).toBeLessThanOrEqual(lines.length);
    scroll = panel.maxScroll;
  }
}

/** The text that the lines were broken from. */
function joined(lines: readonly Row[]): string {
  return lines
    .map(([sign, ...words]) => (sign?.text === '↳ ' ? '' : '\n') + rowText(words))
    .join('')
    .slice(1);
}

/** The tokens of a JSON text, strings by what they mean, everything else as it is written. */
function tokensOf(json: string): readonly string[] {
  const tokens: string[] = [];
  for (let at = 0; at < json.length;) {
    let end = at + 1;
    if (json[at] === '"') {
      while (json[end] !== '"') end += json[end] === '\\' ? 2 : 1;
      end += 1;
      tokens.push(`string ${String(JSON.parse(json.slice(at, end)))}`);
    } else {
      const isWord = /[-+.\w]/.test(json[at] ?? '');
      while (isWord && /[-+.\w]/.test(json[end] ?? '')) end += 1;
      if (!/\s/.test(json[at] ?? '')) tokens.push(json.slice(at, end));
    }
    at = end;
  }
  return tokens;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function expectWhole(shown: string, given: string): void {
  if (given.trim() === '') expect(shown).toBe('(no arguments)');
  else if (isJson(given)) expect(tokensOf(shown)).toEqual(tokensOf(given));
  else expect(JSON.parse(shown.replace(/^not JSON: /, ''))).toBe(given);
}

describe('a tool call that needs approval is shown', () => {
  it('with what an escape sequence would hide', () => {
    const given = '{"city": "Oslo\u009d; rm -rf $HOME\u009c"}';
    const text = joined(linesOf(pendingCall({ arguments: given }), 60, 12));
    expect(text).toContain('"city": "Oslo\\u009d; rm -rf $HOME\\u009c"');
  });

  it('with repeated keys, long numbers and the order of keys as they came', () => {
    const given = '{"2":12345678901234567890,"1":1e400,"__proto__":{},"2":[]}';
    const text = joined(linesOf(pendingCall({ arguments: given }), 60, 12));
    expect(text.split('\n').slice(1).join(' ')).toBe(
      '{   "2": 12345678901234567890,   "1": 1e400,   "__proto__": {},   "2": [] }',
    );
  });

  it(
    'with all of its arguments, whatever they are, over all scroll positions',
    { timeout: timeoutMs },
    () => {
      const height = fc.integer({ min: 1, max: 12 });
      const width = fc.integer({ min: 10, max: 60 });
      fc.assert(
        fc.property(callArguments, width, height, (given, columns, rows) => {
          const lines = linesOf(pendingCall({ arguments: given }), columns, rows);
          for (const line of lines) {
            expect(rowText(line)).not.toMatch(invisible);
            expect(rowWidth(line)).toBeLessThanOrEqual(columns);
          }
          expectWhole(joined(lines).split('\n').slice(1).join('\n'), given);
        }),
        { numRuns },
      );
    },
  );

  it('with the whole name of tool and server, whatever they are', () => {
    fc.assert(
      fc.property(hostile, hostile, (name, server) => {
        const lines = linesOf(pendingCall({ name, server, arguments: '{}' }), 30, 5);
        const head = joined(lines).split('\n')[0] ?? '';
        for (const line of lines) expect(rowText(line)).not.toMatch(invisible);
        const [shownName = '', shownServer = ''] = head.split(/ {3}from MCP server (?=")/);
        expect(shownName.startsWith('"') ? JSON.parse(shownName) : shownName).toBe(name);
        expect(JSON.parse(shownServer)).toBe(server);
      }),
      { numRuns: Math.min(numRuns, 10_000) },
    );
  });

  it.each(sizes)('and approved only after its end was on the screen, at $columns×$rows', (size) => {
    const given = JSON.stringify({ text: `${'long '.repeat(600)}Ω` });
    const state = askedAbout(pendingCall({ arguments: given }));
    let ui: UiState = initialUi;
    const draw = (): string => {
      const { rows, question, limits } = layoutFrame(state, ui, size);
      ui = { ...ui, question: question && { ...question, sinceMs: 0 } };
      press = (name) => play(state, [{ event: key(name), atMs: 5000 }], ui, limits);
      return rows.map(rowText).join('\n');
    };
    let press = (name: string) => play(state, [{ event: key(name), atMs: 5000 }], ui);
    const seen = [draw()];
    while (press('y').intents.length === 0) {
      expect(press('a').intents).toEqual([]);
      expect(press('a').ui.hint).toContain('↓ shows the rest');
      expect(press('n').intents).toHaveLength(1);
      ui = press('end').ui;
      seen.push(draw());
      expect(seen.length).toBeLessThan(300);
    }
    expect(seen.length).toBeGreaterThan(1);
    expect(seen.join('\n')).toContain('Ω');
  });

  it('and can only be denied when it is too long to be shown', () => {
    const given = JSON.stringify({ text: 'x'.repeat(60_000) });
    const state = askedAbout(pendingCall({ arguments: given }));
    const { rows, question } = layoutFrame(state, initialUi, { columns: 80, rows: 24 });
    const text = rows.map(rowText).join('\n');
    expect(text).toContain('Arguments of 60011 characters');
    expect(text).not.toContain('with exactly');
    const ui = { ...initialUi, question: question && { ...question, shown: 1e9, sinceMs: 0 } };
    const press = (name: string) => play(state, [{ event: key(name), atMs: 5000 }], ui);
    expect(press('y').intents).toEqual([]);
    expect(press('y').ui.hint).toContain('too long');
    expect(press('n').intents).toHaveLength(1);
  });

  it('within the size of its text when it is nested deeply', () => {
    const given = '['.repeat(20_000) + ']'.repeat(20_000);
    const lines = linesOf(pendingCall({ arguments: given }), 60, 1000);
    expectWhole(joined(lines).split('\n').slice(1).join('\n'), given);
    expect(joined(lines).length).toBeLessThan(40 * given.length);
  });
});
