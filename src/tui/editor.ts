import { sanitise } from '../shared/sanitise.js';
import type { Key } from './terminal/key-event.js';
import { graphemes } from './text/width.js';

/** A text box: its text and the cursor's offset (UTF-16 units, between characters). */
export interface Editor {
  readonly text: string;
  readonly cursor: number;
}

/** A longer turn is truncated. */
const maxTextLength = 32_768;

export const emptyEditor: Editor = { text: '', cursor: 0 };

export function editorWith(text: string): Editor {
  return { text, cursor: text.length };
}

/** Inserts text at the cursor, without the escape sequences and control characters that a paste may contain. */
export function insert(editor: Editor, text: string): Editor {
  const room = Math.max(0, maxTextLength - editor.text.length);
  const added = sanitise(text, { newlines: true }).slice(0, room);
  return {
    text: editor.text.slice(0, editor.cursor) + added + editor.text.slice(editor.cursor),
    cursor: editor.cursor + added.length,
  };
}

/** The text after a key; undefined when the key does nothing here. */
export function edit(editor: Editor, key: Key): Editor | undefined {
  const motion = motionOf(key);
  if (motion !== undefined) return { ...editor, cursor: target(editor, motion) };
  const removal = removalOf(key);
  if (removal !== undefined) return remove(editor, target(editor, removal));
  return key.text === '' || key.ctrl || key.alt ? undefined : insert(editor, key.text);
}

type Motion = 'back' | 'forward' | 'word-back' | 'word-forward' | 'start' | 'end';

function motionOf(key: Key): Motion | undefined {
  switch (chord(key)) {
    case 'left':
    case 'ctrl+b':
      return 'back';
    case 'right':
    case 'ctrl+f':
      return 'forward';
    case 'alt+b':
    case 'alt+left':
    case 'ctrl+left':
      return 'word-back';
    case 'alt+f':
    case 'alt+right':
    case 'ctrl+right':
      return 'word-forward';
    case 'home':
    case 'ctrl+a':
      return 'start';
    case 'end':
    case 'ctrl+e':
      return 'end';
    default:
      return undefined;
  }
}

function removalOf(key: Key): Motion | undefined {
  switch (chord(key)) {
    case 'backspace':
    case 'ctrl+h':
      return 'back';
    case 'delete':
    case 'ctrl+d':
      return 'forward';
    case 'ctrl+w':
    case 'alt+backspace':
    case 'ctrl+backspace':
      return 'word-back';
    case 'alt+d':
    case 'ctrl+delete':
      return 'word-forward';
    case 'ctrl+u':
      return 'start';
    case 'ctrl+k':
      return 'end';
    default:
      return undefined;
  }
}

function chord(key: Key): string {
  return `${key.ctrl ? 'ctrl+' : ''}${key.alt ? 'alt+' : ''}${key.name}`;
}

function target(editor: Editor, motion: Motion): number {
  const before = editor.text.slice(0, editor.cursor);
  const after = editor.text.slice(editor.cursor);
  switch (motion) {
    case 'back':
      return editor.cursor - (graphemes(before).at(-1)?.length ?? 0);
    case 'forward':
      return editor.cursor + (graphemes(after)[0]?.length ?? 0);
    case 'word-back':
      return before.length - (/\S*\s*$/u.exec(before)?.[0].length ?? 0);
    case 'word-forward':
      return editor.cursor + (/^\s*\S*/u.exec(after)?.[0].length ?? 0);
    case 'start':
      return 0;
    case 'end':
      return editor.text.length;
  }
}

function remove(editor: Editor, to: number): Editor {
  const first = Math.min(editor.cursor, to);
  const last = Math.max(editor.cursor, to);
  return { text: editor.text.slice(0, first) + editor.text.slice(last), cursor: first };
}
