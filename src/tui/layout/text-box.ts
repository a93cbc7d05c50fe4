import type { Editor } from '../editor.js';
import { rowWidth, span, type Row } from '../text/rows.js';
import { graphemes, graphemeWidth, shorten, textWidth } from '../text/width.js';
import { modeOf } from '../ui-state.js';
import type { Scene } from './scene.js';

export interface TextBox {
  readonly row: Row;
  /** Column of the cursor, from 0; absent while the box does not have the keys. */
  readonly cursor: number | undefined;
}

const prompt = ' › ';
const invitation = 'type a message, / for commands';
const wayBack = 'press i to type a message';

/** The text box of the event filter while it has the keys; else that of a turn, which a text session always shows. */
export function boxOf({ state, ui, size: { columns } }: Scene): TextBox | undefined {
  const mode = modeOf(ui, state);
  if (mode === 'filter') return textBox(' filter › ', ui.filter, columns);
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
