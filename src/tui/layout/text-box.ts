import type { Editor } from '../editor.js';
import { span, type Row } from '../text/rows.js';
import { fit, graphemes, graphemeWidth, textWidth } from '../text/width.js';
import { modeOf } from '../ui-state.js';
import type { Scene } from './scene.js';

export interface TextBox {
  readonly row: Row;
  /** Column of the cursor, from 0. */
  readonly cursor: number;
}

/** The text box that has the keys now: that of a turn or that of the event filter. */
export function boxOf({ state, ui, size: { columns } }: Scene): TextBox | undefined {
  const mode = modeOf(ui, state);
  if (mode === 'text') return textBox('say ›', ui.editor, columns);
  return mode === 'filter' ? textBox('filter ›', ui.filter, columns) : undefined;
}

/** A one-line text box: the part of the text around the cursor that fits. Line breaks show as `⏎`. */
function textBox(label: string, editor: Editor, width: number): TextBox {
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
