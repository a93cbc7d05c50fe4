import { nearest } from '../shared/suggest.js';
import { emptyEditor } from './editor.js';
import type { Outcome } from './outcome.js';
import type { UiState } from './ui-state.js';

const historyLimit = 200;

const commands = ['say', 'help', 'quit'] as const;

/** Sends what stands in the text box: a turn, or a command when it starts with one slash. */
export function runTyped(ui: UiState): Outcome {
  const text = ui.editor.text.trim();
  if (text === '') return { ui: leave(ui), intents: [] };
  if (!text.startsWith('/')) return say(ui, text);
  if (text.startsWith('//')) return say(ui, text.slice(1));
  const [word = '', ...rest] = text.slice(1).split(' ');
  const argument = rest.join(' ').trim();
  switch (word) {
    case 'say':
      return argument === '' ? complain(ui, '/say needs the text of the turn.') : say(ui, argument);
    case 'help':
      return {
        ui: { ...leave(remember(ui)), overlay: { kind: 'help' }, panelScroll: 0 },
        intents: [],
      };
    case 'quit':
      return { ui: leave(ui), intents: [{ type: 'quit' }], exit: 'quit' };
    default: {
      const meant = nearest(word, commands);
      const advice =
        meant === undefined ? 'there are /say, /help and /quit' : `did you mean /${meant}?`;
      return complain(ui, `/${word} is no command: ${advice}`);
    }
  }
}

function say(ui: UiState, text: string): Outcome {
  return { ui: { ...leave(remember(ui)), transcriptScroll: 0 }, intents: [{ type: 'say', text }] };
}

function complain(ui: UiState, hint: string): Outcome {
  return { ui: { ...ui, hint }, intents: [] };
}

function remember(ui: UiState): UiState {
  return { ...ui, history: [...ui.history, ui.editor.text].slice(-historyLimit) };
}

function leave(ui: UiState): UiState {
  return { ...ui, focus: 'session', editor: emptyEditor, historyAt: undefined };
}
