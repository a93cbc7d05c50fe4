import { parseCommand } from '../../session/commands/commands.js';
import { sanitise } from '../../shared/sanitise.js';
import { emptyEditor } from '../editor.js';
import type { Outcome } from './key-context.js';
import type { UiState } from '../ui-state.js';

const historyLimit = 200;

/** Does what stands in the text box: a turn, or a command when it starts with one slash. What cannot be done stays there. */
export function runTyped(ui: UiState): Outcome {
  if (ui.editor.text.trim() === '') return { ui: leave(ui), intents: [] };
  const command = parseCommand(ui.editor.text);
  switch (command.kind) {
    case 'intent':
      return {
        ui: { ...leave(remember(ui)), transcriptScroll: 0 },
        intents: [command.intent],
      };
    case 'help':
      return {
        ui: { ...leave(remember(ui)), overlay: { kind: 'help' }, panelScroll: 0 },
        intents: [],
      };
    case 'quit':
      return { ui: leave(ui), intents: [{ type: 'quit' }], exit: 'quit' };
    case 'problem':
      return { ui: { ...ui, hint: sanitise(command.text) }, intents: [] };
  }
}

function remember(ui: UiState): UiState {
  return { ...ui, history: [...ui.history, ui.editor.text].slice(-historyLimit) };
}

function leave(ui: UiState): UiState {
  return { ...ui, focus: 'session', editor: emptyEditor, turn: undefined, historyAt: undefined };
}
