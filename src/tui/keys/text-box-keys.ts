import { parseCommand } from '../../session/commands/commands.js';
import { completeCommand } from '../../session/commands/completion.js';
import { sanitise } from '../../shared/sanitise.js';
import { editorWith, emptyEditor, insert } from '../editor.js';
import type { UiState } from '../ui-state.js';
import { hasSound } from './conditions.js';
import type { PressContext } from './key-context.js';
import { copyLastReply } from './copy-keys.js';
import { uiOnly, withIntent, type KeyResult } from './key-result.js';
import type { KeyRow } from './key-row.js';
import { searchTranscript } from './search-keys.js';

const maxHistory = 200;

/** The keys that open the text box and those that work in it. */
export const textBoxKeys: readonly KeyRow[] = [
  {
    keys: ['i'],
    does: 'type',
    about: 'type a turn; / starts a command there (/help lists them)',
    modes: ['session', 'transcript', 'log'],
    footer: (state) => (hasSound(state) ? 21 : 9),
    run: open,
  },
  {
    keys: ['/'],
    does: 'commands',
    about: 'in the conversation: type a command',
    modes: ['session'],
    run: open,
  },
  {
    keys: ['enter'],
    does: 'send',
    about: 'in the text box: send the turn',
    modes: ['text'],
    footer: () => 1,
    run: submit,
  },
  {
    keys: ['alt+enter', 'shift+enter'],
    does: 'new line',
    about:
      'in the text box: start a new line (Shift-Enter works if the terminal tells it from Enter)',
    modes: ['text'],
    footer: () => 6,
    run: (ui) => uiOnly({ ...ui, editor: insert(ui.editor, '\n') }),
  },
  {
    keys: ['tab'],
    does: 'complete',
    about: "in the text box: complete a command, an item's id or an event's type",
    modes: ['text'],
    footer: (_state, ui) => (ui.editor.text.startsWith('/') ? 3 : undefined),
    run: complete,
  },
  {
    keys: ['up'],
    does: 'previous',
    about: 'in the text box: the previous turn',
    modes: ['text'],
    footer: (_state, ui) => (ui.history.length > 0 ? 5 : undefined),
    run: (ui) => uiOnly(recall(ui, -1)),
  },
  {
    keys: ['down'],
    does: 'next',
    about: 'in the text box: the next turn',
    modes: ['text'],
    run: (ui) => uiOnly(recall(ui, 1)),
  },
];

function open(ui: UiState, { key }: PressContext): KeyResult {
  const editor = key.name === '/' && ui.editor.text === '' ? editorWith('/') : ui.editor;
  return uiOnly({ ...ui, focus: 'text', editor, historyAt: undefined });
}

/** Sends what was typed: a turn, or a command if it starts with one slash. What cannot be done stays in the box. */
function submit(ui: UiState, { state }: PressContext): KeyResult {
  if (ui.editor.text.trim() === '') return uiOnly(closed(ui));
  const command = parseCommand(ui.editor.text);
  switch (command.kind) {
    case 'intent':
      return withIntent({ ...closed(remember(ui)), transcriptScroll: 0 }, command.intent);
    case 'help':
      return uiOnly({ ...closed(remember(ui)), overlay: { kind: 'help' }, panelScroll: 0 });
    case 'screen': {
      const next = { ...closed(remember(ui)), transcriptScroll: 0 };
      return command.name === 'copy'
        ? copyLastReply(next, state)
        : uiOnly(searchTranscript(next, state, command.argument));
    }
    case 'quit':
      return { ...withIntent(closed(ui), { type: 'quit' }), exit: 'quit' };
    case 'problem':
      return uiOnly({ ...ui, hint: sanitise(command.text) });
  }
}

function remember(ui: UiState): UiState {
  return { ...ui, history: [...ui.history, ui.editor.text].slice(-maxHistory) };
}

function closed(ui: UiState): UiState {
  return { ...ui, focus: 'session', editor: emptyEditor, turn: undefined, historyAt: undefined };
}

/** Completes the command that is being typed; if several are possible, the hint lists them. */
function complete(ui: UiState, { state }: PressContext): KeyResult {
  const { editor } = ui;
  const completion =
    editor.cursor === editor.text.length ? completeCommand(editor.text, state) : undefined;
  if (completion === undefined) return uiOnly(ui);
  const hint =
    completion.choices.length === 0 ? undefined : sanitise(completion.choices.join('  '));
  return uiOnly({ ...ui, editor: editorWith(sanitise(completion.text)), hint });
}

/** The previous or next typed turn; after the newest comes what was being typed. */
function recall(before: UiState, step: -1 | 1): UiState {
  const ui = before.historyAt === undefined ? { ...before, draft: before.editor.text } : before;
  const at = (ui.historyAt ?? ui.history.length) + step;
  if (at < 0 || at > ui.history.length) return ui;
  return { ...ui, historyAt: at, editor: editorWith(ui.history[at] ?? ui.draft) };
}
