import { describe, expect, it } from 'vitest';
import { commandTable } from '../../../../src/session/commands/command-table.js';
import type { SessionState } from '../../../../src/session/state.js';
import { footerKeys, keyGroups } from '../../../../src/tui/keys/key-descriptions.js';
import { footerRow } from '../../../../src/tui/layout/footer.js';
import { layoutFrame } from '../../../../src/tui/layout/frame.js';
import { headerRow } from '../../../../src/tui/layout/header.js';
import { helpRows } from '../../../../src/tui/layout/help.js';
import type { Size } from '../../../../src/tui/layout/scene.js';
import { rowText, rowWidth } from '../../../../src/tui/text/rows.js';
import { wrap } from '../../../../src/tui/text/wrap.js';
import { initialUi, type UiState } from '../../../../src/tui/ui-state.js';
import { logEntry, pendingCall, sessionState, userEntry } from '../../../helpers/state.js';

const widths = Array.from({ length: 181 }, (_, index) => 20 + index);

const known = { transcript: [userEntry()], log: [logEntry({ direction: 'out' })] };
const states: readonly SessionState[] = (['hands-free', 'push-to-talk', 'text'] as const).flatMap(
  (mode) =>
    [
      {},
      { approval: { calls: [pendingCall()], granted: [] } },
      { input: { phase: 'capturing', by: 'key', sinceMs: 0, sentSamples: 0 } as const },
      { response: { ...sessionState().response, queued: true } },
    ].map((change) => sessionState({ ...known, ...change, options: { mode } })),
);
const uis: readonly UiState[] = [
  {},
  { focus: 'keys' } as const,
  { focus: 'text', editor: { text: 'hello', cursor: 5 } } as const,
  { focus: 'log' } as const,
  { focus: 'filter' } as const,
  { focus: 'transcript' } as const,
  { overlay: { kind: 'event', sequence: 1 } } as const,
  { overlay: { kind: 'help' } } as const,
].map((change) => ({ ...initialUi, ...change }));

function lines(state: SessionState, ui: UiState, size: Size): readonly string[] {
  return layoutFrame(state, ui, size).rows.map(rowText);
}

function joined(rows: readonly string[]): string {
  return rows.join(' ').replace(/\s+/g, ' ');
}

describe('at every width from 20 to 200 columns', () => {
  it('the footer has whole hints only, as many as fit', () => {
    for (const state of states)
      for (const ui of uis) {
        const all = footerKeys(ui, state).map(({ label, does }) => `${label} ${does}`);
        for (const columns of widths) {
          const shown = rowText(footerRow(state, ui, columns)).trim();
          const count = shown === '' ? 0 : shown.split('  ').length;
          expect(shown).toBe(all.slice(0, count).join('  '));
          const next = all[count];
          if (next !== undefined) expect(` ${shown}  ${next}`.length).toBeGreaterThan(columns);
        }
      }
  });

  it('help has every word of every key and command, a whole sentence after its key', () => {
    const rows = [
      ...keyGroups(initialUi).flatMap(({ keys }) =>
        keys.map(({ names, about }) => [names.join(' '), about]),
      ),
      ...commandTable.map(({ name, argument, about }) => [`/${name} ${argument}`.trim(), about]),
    ];
    // A word longer than the line is broken.
    const solid = (text: string): string => text.replace(/\s/g, '');
    for (const columns of widths) {
      const shown = helpRows(columns, initialUi, 'log');
      const text = solid(shown.map(rowText).join(''));
      for (const row of rows) expect(text).toContain(solid(row.join('')));
      for (const row of shown) expect(rowWidth(row)).toBeLessThanOrEqual(columns);
    }
  });

  it.each([
    [80, 24],
    [40, 10],
    [20, 5],
  ])('help begins with the place where one is and scrolls to its end at %i×%i', (columns, rows) => {
    const size = { columns, rows };
    for (const { place, title } of keyGroups(initialUi)) {
      const help = { ...initialUi, overlay: { kind: 'help', place } } as const;
      const top = layoutFrame(sessionState(), help, size);
      expect(top.rows.map(rowText)[2]?.trim()).toBe(
        columns > 20 ? title : wrap(title, columns - 2)[0]?.text,
      );
      const end = { ...help, panelScroll: top.limits.panelScroll };
      expect(joined(lines(sessionState(), end, size))).toContain('end the session');
    }
  });

  it('an error stands whole, or ends in an ellipsis where there is no room', () => {
    const hint = `/send: not sent. ${'session.turn_detection.type: found "server_vat", '.repeat(2)}Did you mean "server_vad"?`;
    for (const columns of widths)
      for (const rows of [10, 24, 40]) {
        const text = joined(lines(sessionState(), { ...initialUi, hint }, { columns, rows }));
        const isWhole = text.includes(hint);
        const isShortened = columns < 40 && /…/.test(text);
        expect(isWhole || isShortened, `${String(columns)}×${String(rows)}`).toBe(true);
      }
    const shown = lines(sessionState(), { ...initialUi, hint }, { columns: 20, rows: 3 }).at(-1);
    expect(shown).toBe(' /send: not sent. s…');
  });

  it('the header leaves out facts or shortens them with an ellipsis', () => {
    const model = 'gpt-realtime-of-a-deployment';
    const full = `emulator · ${model} · alloy · hands-free`;
    const allowed = [full, `emulator · ${model} · hands-free`, `emulator · ${model}`];
    for (const columns of widths) {
      const header = rowText(headerRow(sessionState({ options: { model } }), columns));
      const facts = header.replace(/ +\d+( of 60)? min $/, '').trim();
      const isShortened = facts.endsWith('…') && full.startsWith(facts.slice(0, -1));
      expect(allowed.includes(facts) || isShortened, header).toBe(true);
    }
  });
});
