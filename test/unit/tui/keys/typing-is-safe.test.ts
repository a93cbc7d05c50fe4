import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseCommand } from '../../../../src/session/commands/commands.js';
import type { Intent } from '../../../../src/session/inputs.js';
import type { SessionState } from '../../../../src/session/state.js';
import { initialUi, modeOf, type UiState } from '../../../../src/tui/ui-state.js';
import { key, keys, play, type Step } from '../../../helpers/keys.js';
import { logEntry, pendingCall, sessionState, userEntry } from '../../../helpers/state.js';
import { runs } from '../../../helpers/property-runs.js';

const base = sessionState();
const known = { transcript: [userEntry()], log: [logEntry()] };
const states: readonly SessionState[] = (['hands-free', 'push-to-talk', 'text'] as const).flatMap(
  (mode) =>
    [
      {},
      { response: { ...base.response, queued: true } },
      { approval: { calls: [pendingCall()], granted: [] } },
      { input: { phase: 'capturing', by: 'key', sinceMs: 0, sentSamples: 0 } as const },
      { connection: { phase: 'closed' } as const },
    ].map((change) => sessionState({ ...known, ...change, options: { mode } })),
);

const printable = fc.integer({ min: 0x21, max: 0x7e }).map((code) => String.fromCharCode(code));
const pressed = fc.oneof(
  { weight: 8, arbitrary: printable.map((name) => [name]) },
  { weight: 2, arbitrary: fc.constant(['space']) },
  { weight: 3, arbitrary: fc.constant(['enter']) },
  {
    weight: 1,
    arbitrary: fc
      .constantFrom('hello', 'quick question', '/help', '/items', 'quit')
      .map((line) => [...line.replaceAll(' ', '_').split(''), 'enter']),
  },
);

/** Whether the palette would complete a line, which its own tests cover. */
function isCompleted(names: readonly string[]): boolean {
  const lines = names
    .map((name) => (name === 'enter' ? '\n' : name === 'space' ? ' ' : name))
    .join('')
    .split('\n');
  return lines
    .slice(0, -1)
    .map((line) => line.trim())
    .some((line) => line.startsWith('/') && line !== '/help' && line !== '/items');
}

/** What lines of text ask of the session; a command that cannot be done stays in the box. */
function asked(characters: readonly string[]): { intents: readonly Intent[]; text: string } {
  const intents: Intent[] = [];
  let text = '';
  for (const character of characters) {
    if (character !== 'enter') {
      text += character === 'space' ? ' ' : character;
      continue;
    }
    const command = text.trim() === '' ? undefined : parseCommand(text);
    if (command?.kind === 'problem') continue;
    if (command?.kind === 'intent') intents.push(command.intent);
    text = '';
  }
  return { intents, text };
}

describe('what is typed', () => {
  it('is never a command of the screen, whatever it is, however fast, and whatever goes on', () => {
    const typed = fc.array(pressed, { maxLength: 30 }).map((parts) => parts.flat());
    const gaps = fc.constantFrom(0, 3, 250, 5000);
    fc.assert(
      fc.property(
        typed,
        fc.constantFrom(...states),
        gaps,
        fc.boolean(),
        (names, state, gapMs, alone) => {
          fc.pre(!isCompleted(names));
          const opened: UiState =
            state.options.mode === 'text' ? initialUi : play(state, keys('i')).ui;
          const steps: readonly Step[] = names.map((name, index) => ({
            event: key(name),
            atMs: 1000 + index * gapMs,
            alone,
          }));
          const { ui, intents, last } = play(state, steps, opened);
          const expected = asked(names);
          expect(intents).toEqual(expected.intents);
          expect(last.exit).toBeUndefined();
          expect(ui.editor.text).toBe(expected.text);
          expect(modeOf({ ...ui, overlay: { kind: 'none' } }, state)).toBe('text');
          // Nothing else of the screen has changed.
          const { panel, filter, frozenAt, selected, turn, transcriptScroll } = ui;
          const before = { ...initialUi };
          expect({ panel, filter, frozenAt, selected, turn, transcriptScroll }).toEqual({
            panel: before.panel,
            filter: before.filter,
            frozenAt: before.frozenAt,
            selected: before.selected,
            turn: before.turn,
            transcriptScroll: before.transcriptScroll,
          });
        },
      ),
      { numRuns: runs(400, 2000) },
    );
  });
});
