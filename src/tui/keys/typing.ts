import { edit, insert, type Editor } from '../editor.js';
import { withQuery } from '../search/search.js';
import type { Key } from '../terminal/key-event.js';
import type { Mode, UiState } from '../ui-state.js';

/** Types a key that has no row into the box with the focus, if there is one. */
export function typeKey(ui: UiState, key: Key, mode: Mode): UiState {
  switch (mode) {
    case 'text':
      return { ...ui, editor: edit(ui.editor, key) ?? ui.editor };
    case 'filter':
      return { ...ui, filter: edit(ui.filter, key) ?? ui.filter };
    case 'search':
      return search(ui, (query) => edit(query, key) ?? query);
    case 'session':
    case 'transcript':
    case 'log':
    case 'help':
    case 'event':
      return ui;
  }
}

/**
 * Pastes into the box with the focus; elsewhere it opens the text box unless a question waits for an answer (`isFree`).
 * Pasted text presses no keys.
 */
export function pasteText(ui: UiState, text: string, mode: Mode, isFree: boolean): UiState {
  switch (mode) {
    case 'text':
      return { ...ui, editor: insert(ui.editor, text) };
    case 'filter':
      return { ...ui, filter: insert(ui.filter, text.replace(/\s+/g, ' ')) };
    case 'search':
      return search(ui, (query) => insert(query, text.replace(/\s+/g, ' ')));
    case 'session':
    case 'transcript':
    case 'log':
      return isFree
        ? { ...ui, focus: 'text', editor: insert(ui.editor, text), historyAt: undefined }
        : { ...ui, hint: 'Pasted text is no answer. Press y, a or n.' };
    case 'help':
    case 'event':
      return { ...ui, hint: 'Pasted text was ignored: go back with Esc first.' };
  }
}

function search(ui: UiState, change: (query: Editor) => Editor): UiState {
  return ui.search === undefined
    ? ui
    : { ...ui, search: withQuery(ui.search, change(ui.search.query)) };
}
