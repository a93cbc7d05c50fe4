import type { Editor } from '../editor.js';
import { searchWords } from '../search/search-words.js';
import { activeSearch } from '../search/searching.js';
import { rowWidth, span, spread, type Row } from '../text/rows.js';
import { graphemes, graphemeWidth, shorten, textWidth } from '../text/width.js';
import { modeOf, type Mode } from '../ui-state.js';
import type { Scene } from './scene.js';

export interface TextBox {
  readonly row: Row;
  /** Column of the cursor, from 0; absent while the box does not have the keys. */
  readonly cursor: number | undefined;
}

const prompt = ' › ';
const invitation = 'type a message, / for commands';
const wayBack = 'press i to type a message';

/** The text box of the event filter or a search; else that of a turn, which a text session always shows. */
export function boxOf(scene: Scene): TextBox | undefined {
  const { state, ui, size } = scene;
  const { columns } = size;
  const mode = modeOf(ui, state);
  if (mode === 'filter') return textBox(' filter › ', ui.filter, columns);
  if (mode === 'search' || mode === activeSearch(ui)?.area) return searchBox(scene, mode);
  if (mode === 'text') {
    const box = textBox(prompt, ui.editor, columns);
    return ui.editor.text === '' ? { ...box, row: inviting(box.row, columns) } : box;
  }
  if (state.options.mode !== 'text' || ui.replay !== undefined) return undefined;
  const draft = oneLine(ui.editor.text) || wayBack;
  const room = columns - textWidth(prompt);
  return { row: [span(prompt + shorten(draft, room), 'dim')], cursor: undefined };
}

function inviting(row: Row, width: number): Row {
  return [...row, span(shorten(invitation, width - rowWidth(row)), 'dim')];
}

/** What stands in the line of a search besides its text and what was found. */
const minSearchRoom = 16;

/** The text that is searched for and, at the right, what was found; without a cursor once it is only shown. */
function searchBox({ state, ui, size: { columns } }: Scene, mode: Mode): TextBox | undefined {
  if (ui.search === undefined) return undefined;
  const { query } = ui.search;
  const room = columns - textWidth(query.text) - minSearchRoom;
  const words = searchWords(ui, state).filter(({ length }, index) => index === 0 || length < room);
  const found = words.at(-1) ?? '';
  const box = textBox(' search › ', query, columns - textWidth(found) - 2);
  return {
    row: spread(box.row, [span(found, 'dim'), span(' ')], columns),
    cursor: mode === 'search' ? box.cursor : undefined,
  };
}

/** A one-line text box: the part of the text around the cursor that fits, with an ellipsis where it continues. */
function textBox(head: string, editor: Editor, width: number): TextBox {
  const room = Math.max(1, width - textWidth(head) - 1);
  const before = oneLine(editor.text.slice(0, editor.cursor));
  const left = textWidth(before) <= room ? before : `…${fitEnd(before, room - 1)}`;
  const after = shorten(oneLine(editor.text.slice(editor.cursor)), room - textWidth(left));
  return {
    row: [span(head, 'key'), span(left), span(after)],
    cursor: Math.min(width - 1, textWidth(head) + textWidth(left)),
  };
}

/** Line breaks show as `⏎`. */
function oneLine(text: string): string {
  return text.replaceAll('\n', '⏎');
}

/** The longest suffix of a text that fits into `width` cells. */
function fitEnd(text: string, width: number): string {
  const parts = graphemes(text.slice(-width * 16));
  let taken = '';
  let used = 0;
  for (const part of parts.reverse()) {
    used += graphemeWidth(part);
    if (used > width) break;
    taken = part + taken;
  }
  return taken;
}
