import { describe, expect, it } from 'vitest';
import { layoutFrame } from '../../../../src/tui/layout/frame.js';
import { rowText } from '../../../../src/tui/text/rows.js';
import { initialUi, type UiState } from '../../../../src/tui/ui-state.js';
import { logEntry, sessionState, userEntry } from '../../../helpers/state.js';

const state = sessionState({
  transcript: [userEntry()],
  log: [logEntry({})],
  spans: [{ side: 'user', startMs: 0, endMs: 2000, cut: false }],
});
const uis: readonly (readonly [string, Partial<UiState>])[] = [
  ['the log', {}],
  ['latency', { panel: 'latency' }],
  ['help', { overlay: { kind: 'help' } }],
  ['an event', { overlay: { kind: 'event', sequence: 1 } }],
  ['the text box', { focus: 'text' }],
];
const sizes = [
  [80, 24],
  [120, 40],
  [160, 50],
  [200, 60],
] as const;

describe.each(sizes)('the rules at %i×%i', (columns, rows) => {
  it.each(uis)('join, and are never two in a row, with %s', (_name, change) => {
    const { rows: shown } = layoutFrame(state, { ...initialUi, ...change }, { columns, rows });
    const lines = shown.map(rowText);
    expect(lines).toHaveLength(rows);
    const isRule = (line = ''): boolean => line.includes('───');
    lines.forEach((line, index) => {
      expect(isRule(line) && isRule(lines[index + 1]), `row ${String(index)}`).toBe(false);
      const joints = [...line.matchAll(/[┬┴]/g)];
      for (const { 0: sign, index: column } of joints)
        expect(lines[index + (sign === '┬' ? 1 : -1)]?.[column]).toBe('│');
    });
    const upright = lines.filter((line) => / │ /.test(line)).length > 0;
    const all = lines.join('');
    expect(all.includes('┬')).toBe(upright);
    expect(all.includes('┴')).toBe(upright);
  });
});
