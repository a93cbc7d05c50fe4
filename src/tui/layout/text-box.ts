import type { Editor } from '../editor.js';
import { searchWords } from '../search/search-words.js';
import { activeSearch } from '../search/searching.js';
import { span, spread, type Row } from '../text/rows.js';
import { fit, graphemes, graphemeWidth, textWidth } from '../text/width.js';
import { modeOf, type Mode } from '../ui-state.js';
import type { Scene } from './scene.js';

export interface TextBox {
  readonly row: Row;
  /** Column of the cursor, from 0; none where nothing is typed. */
  readonly cursor: number | undefined;
}

/** The text box that has the keys now, of a turn, the event filter or a search; or what was searched for. */
export function boxOf(scene: Scene): TextBox | undefined {
  const { state, ui, size } = scene;
  const { columns } = size;
  const mode = modeOf(ui, state);
  if (mode === 'text') return textBox('say ›', ui.editor, columns);
  if (mode === 'filter') return textBox('filter ›', ui.filter, columns);
  return mode === 'search' || mode === activeSearch(ui)?.area ? searchBox(scene, mode) : undefined;
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
  const box = textBox('search ›', query, columns - textWidth(found) - 2);
  return {
    row: spread(box.row, [span(found, 'dim'), span(' ')], columns),
    cursor: mode === 'search' ? box.cursor : undefined,
  };
}

/** A one-line text box: the part of the text around the cursor that fits. Line breaks show as `⏎`. */
function textBox(label: string, editor: Editor, width: number) {
  const head = ` ${label} `;
  const room = Math.max(1, width - textWidth(head) - 1);
  const before = editor.text.slice(0, editor.cursor).replaceAll('\n', '⏎');
  const after = editor.text.slice(editor.cursor).replaceAll('\n', '⏎');
  const left = fitEnd(before, room);
  const right = fit(after, room - textWidth(left));
  return {
    row: [span(head, 'key'), span(left), span(right)],
    cursor: Math.min(width - 1, textWidth(head) + textWidth(left)),
  };
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
