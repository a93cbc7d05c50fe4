import { activity } from '../../session/selectors.js';
import type { SessionState } from '../../session/state.js';
import { commandIn } from '../../session/commands/commands.js';
import { sanitise } from '../../shared/sanitise.js';
import { editorWith, emptyEditor, insert } from '../editor.js';
import type { UiState } from '../ui-state.js';
import { hasSound } from './conditions.js';
import type { PressContext } from './key-context.js';
import { copyLastReply } from './copy-keys.js';
import { uiOnly, withIntent, type KeyResult } from './key-result.js';
import type { KeyRow } from './key-row.js';
import { canInterrupt, escapeTypes } from './talking-keys.js';
import { searchTranscript } from './search-keys.js';

const maxHistory = 200;

/** The keys that open the text box and those that work in it. */
export const textBoxKeys: readonly KeyRow[] = [
  {
    keys: ['i'],
    does: 'type',
    about: 'open the text box to type a turn; / starts a command there',
    modes: ['session', 'transcript', 'log'],
    place: 'typing',
    footer: (state) => (hasSound(state) ? 21 : 9),
    run: open,
  },
  {
    keys: ['/'],
    does: 'commands',
    about: 'open the text box with a command',
    modes: ['session'],
    place: 'typing',
    run: open,
  },
  {
    keys: ['enter'],
    does: 'send',
    about: 'send the turn or run the command; the text box stays open',
    modes: ['text'],
    footer: () => 1,
    run: submit,
  },
  {
    keys: ['escape'],
    does: (state) => (interrupts(state) ? 'interrupt' : 'keys'),
    about:
      'interrupt as in a conversation; with nothing to interrupt: leave the text box, so that keys are commands again (the text stays)',
    modes: ['text'],
    footer: () => 2,
    run: escape,
  },
  {
    keys: ['escape'],
    does: 'type',
    about: 'in a text session with nothing to interrupt: back to the text box',
    modes: ['session'],
    place: 'typing',
    when: escapeTypes,
    run: (ui) => uiOnly({ ...ui, focus: 'session' }),
  },
  {
    keys: ['alt+enter', 'shift+enter'],
    does: 'new line',
    about: 'start a new line (Shift-Enter works if the terminal tells it from Enter)',
    modes: ['text'],
    footer: () => 6,
    run: (ui) => uiOnly({ ...ui, editor: insert(ui.editor, '\n') }),
  },
  {
    keys: ['tab'],
    does: 'keys',
    about: 'leave the text box without interrupting',
    modes: ['text'],
    when: (state, ui) => !isCommand(state, ui),
    footer: (state) => (interrupts(state) ? 3 : undefined),
    run: (ui) => uiOnly(left(ui)),
  },
  {
    keys: ['up'],
    does: 'previous',
    about: 'recall the previous turn that was typed',
    modes: ['text'],
    footer: (_state, ui) => (ui.history.length > 0 ? 5 : undefined),
    run: (ui) => uiOnly(recall(ui, -1)),
  },
  {
    keys: ['down'],
    does: 'next',
    about: 'recall the next turn that was typed',
    modes: ['text'],
    run: (ui) => uiOnly(recall(ui, 1)),
  },
];

function open(ui: UiState, { key }: PressContext): KeyResult {
  const editor = key.name === '/' && ui.editor.text === '' ? editorWith('/') : ui.editor;
  return uiOnly({ ...ui, focus: 'text', editor, historyAt: undefined });
}

/** An Esc this soon after one that interrupted is part of it, and does not leave the text box. */
const interruptingMs = 1000;

/** Speech that is being recorded is discarded from outside of the text box only. */
export function interrupts(state: SessionState): boolean {
  return canInterrupt(state) && activity(state) !== 'recording';
}

function escape(ui: UiState, { state, nowMs }: PressContext): KeyResult {
  if (interrupts(state))
    return withIntent({ ...ui, interruptedAtMs: nowMs }, { type: 'interrupt' });
  if (nowMs - ui.interruptedAtMs < interruptingMs) return uiOnly(ui);
  return uiOnly(left(ui));
}

/** What was typed stays in the box. */
function left(ui: UiState): UiState {
  return { ...ui, focus: 'keys', turn: undefined, historyAt: undefined };
}

function isCommand(_state: SessionState, ui: UiState): boolean {
  return ui.editor.text.startsWith('/');
}

/** Sends what was typed: a turn, or a command if it starts with one slash. What cannot be done stays in the box. */
export function submit(ui: UiState, { state }: Pick<PressContext, 'state'>): KeyResult {
  if (ui.editor.text.trim() === '') return uiOnly(emptied(ui));
  const command = commandIn(state, ui.editor.text);
  switch (command.kind) {
    case 'intent':
      return withIntent({ ...emptied(remember(ui)), transcriptScroll: 0 }, command.intent);
    case 'help':
      return uiOnly({
        ...emptied(remember(ui)),
        overlay: { kind: 'help', place: 'commands' },
        panelScroll: 0,
      });
    case 'screen': {
      const next = { ...emptied(remember(ui)), transcriptScroll: 0 };
      return command.name === 'copy'
        ? copyLastReply(next, state)
        : uiOnly(searchTranscript(next, state, command.argument));
    }
    case 'quit':
      return { ...withIntent(emptied(ui), { type: 'quit' }), exit: 'quit' };
    case 'problem':
      return uiOnly({ ...ui, hint: sanitise(command.text) });
  }
}

function remember(ui: UiState): UiState {
  return { ...ui, history: [...ui.history, ui.editor.text].slice(-maxHistory) };
}

function emptied(ui: UiState): UiState {
  return { ...ui, editor: emptyEditor, turn: undefined, historyAt: undefined };
}

/** The previous or next typed turn; after the newest comes what was being typed. */
function recall(before: UiState, step: -1 | 1): UiState {
  const ui = before.historyAt === undefined ? { ...before, draft: before.editor.text } : before;
  const at = (ui.historyAt ?? ui.history.length) + step;
  if (at < 0 || at > ui.history.length) return ui;
  return { ...ui, historyAt: at, editor: editorWith(ui.history[at] ?? ui.draft) };
}
