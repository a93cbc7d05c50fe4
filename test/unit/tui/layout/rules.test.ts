import { describe, expect, it } from 'vitest';
import { layoutFrame } from '../../../../src/tui/layout/frame.js';
import { rowText } from '../../../../src/tui/text/rows.js';
import { initialUi, type UiState } from '../../../../src/tui/ui-state.js';
import { looseEnd } from '../../../helpers/loose-ends.js';
import { logEntry, pendingCall, sessionState, userEntry } from '../../../helpers/state.js';

const quiet = sessionState({ transcript: [userEntry()], log: [logEntry({})] });
const answered = {
  ...quiet,
  spans: [{ side: 'user', startMs: 0, endMs: 2000, cut: false }],
  latency: { ...quiet.latency, last: { speechEndMs: 1000, firstHeardMs: 1612 }, answerMs: [612] },
} as const;
const asked = { ...answered, approval: { calls: [pendingCall()], granted: [] } };
const states = {
  quiet,
  answered,
  asked,
  typed: { ...quiet, options: { ...quiet.options, mode: 'text' } },
} as const;
const uis: readonly (readonly [string, Partial<UiState>])[] = [
  ['the log', {}],
  ['latency', { panel: 'latency' }],
  ['help', { overlay: { kind: 'help' } }],
  ['an event', { focus: 'log', overlay: { kind: 'event', sequence: 1 } }],
  ['the text box', { focus: 'text' }],
  ['a long hint', { hint: 'word '.repeat(80) }],
];
const sizes = [
  [20, 3],
  [40, 10],
  [60, 16],
  [80, 24],
  [100, 30],
  [120, 40],
  [160, 50],
  [160, 20],
  [200, 60],
] as const;

describe.each(sizes)('the rules at %i×%i', (columns, rows) => {
  it.each(uis)('join, and are never two in a row, with %s', (_name, change) => {
    for (const [name, state] of Object.entries(states)) {
      const { rows: shown } = layoutFrame(state, { ...initialUi, ...change }, { columns, rows });
      const lines = shown.map(rowText);
      expect(lines).toHaveLength(rows);
      expect(looseEnd(shown), name).toBeUndefined();
      const isRule = (line = ''): boolean => /^─.*───/.test(line);
      lines.forEach((line, index) => {
        expect(isRule(line) && isRule(lines[index + 1]), `row ${String(index)}`).toBe(false);
      });
    }
  });
});

describe('an event at 160 columns', () => {
  const ui: UiState = { ...initialUi, focus: 'log', overlay: { kind: 'event', sequence: 1 } };
  const text = (columns: number, rows: number) =>
    layoutFrame(answered, ui, { columns, rows }).rows.map(rowText).join('\n');

  it('stands beside the log, below the transcript', () => {
    const shown = text(160, 50);
    expect(shown).toMatch(/^─ response\.audio\.delta · Esc goes back ─+ n next · p previous ──┤/m);
    expect(shown).toContain("what's the weather");
    expect(shown).toContain('f filter ─');
    expect(shown).toContain('"item_id": "item_2"');
  });

  it('covers both where there is less room', () => {
    for (const shown of [text(159, 50), text(160, 16)]) {
      expect(shown).not.toContain("what's the weather");
      expect(shown).toContain('"item_id": "item_2"');
    }
  });
});
