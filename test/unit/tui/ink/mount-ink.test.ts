import { afterEach, describe, expect, it } from 'vitest';
import type { SessionState } from '../../../../src/session/state.js';
import { mountInk } from '../../../../src/tui/ink/mount-ink.js';
import { layoutFrame } from '../../../../src/tui/layout/frame.js';
import type { Scene } from '../../../../src/tui/layout/scene.js';
import { rowText, type Row } from '../../../../src/tui/text/rows.js';
import { initialUi, type UiState } from '../../../../src/tui/ui-state.js';
import { assistantEntry, logEntry, sessionState, userEntry } from '../../../helpers/state.js';

const conversation = sessionState({
  transcript: [userEntry(), assistantEntry({ text: '東京 is a city. '.repeat(30) })],
  log: [logEntry()],
});

let painted: string[] = [];
let ink = mountInk();

function paint(row: Row): string {
  painted.push(rowText(row));
  return rowText(row);
}

afterEach(() => {
  ink.unmount();
  ink = mountInk();
});

function scene(state: SessionState, ui: Partial<UiState> = {}, columns = 120, rows = 40): Scene {
  return { state, ui: { ...initialUi, ...ui }, size: { columns, rows } };
}

describe('the screen in Ink', () => {
  it.each([
    [40, 10],
    [80, 24],
    [120, 40],
    [200, 60],
  ])('draws the rows of the layout at %i×%i, and again after a change', (columns, rows) => {
    const uis: readonly Partial<UiState>[] = [
      {},
      { focus: 'text' },
      { overlay: { kind: 'help' } },
      { panel: 'latency' },
      { overlay: { kind: 'event', sequence: 1 } },
      {},
    ];
    for (const ui of uis) {
      const shown = scene(conversation, ui, columns, rows);
      expect(ink.draw(shown, paint).map((line) => line.trimEnd())).toEqual(
        layoutFrame(shown.state, shown.ui, shown.size).rows.map((row) => rowText(row).trimEnd()),
      );
    }
  });

  it('paints only the parts that show something new', () => {
    ink.draw(scene(conversation), paint);
    painted = [];
    const later = { ...conversation, log: [logEntry(), logEntry({ sequence: 9, type: 'error' })] };
    const lines = ink.draw(scene(later), paint);
    expect(lines.join('\n')).toContain('error');
    expect(lines.join('\n')).toContain('東京');
    expect(painted.join('\n')).toContain('error');
    expect(painted.join('\n')).not.toContain('東京');
  });

  it('throws what a part throws, and does not end quietly', () => {
    const broken = { ...conversation };
    Object.defineProperty(broken, 'log', {
      get: () => {
        throw new Error('no log');
      },
    });
    expect(() => ink.draw(scene(broken), paint)).toThrow('no log');
  });
});
