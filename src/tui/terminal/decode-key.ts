import type { Key, KeyEvent } from './key-event.js';

const letterKeys: Readonly<Record<string, string>> = {
  A: 'up',
  B: 'down',
  C: 'right',
  D: 'left',
  F: 'end',
  H: 'home',
  M: 'enter',
  P: 'f1',
  Q: 'f2',
  R: 'f3',
  S: 'f4',
};

const tildeKeys: Readonly<Record<string, string>> = {
  1: 'home',
  2: 'insert',
  3: 'delete',
  4: 'end',
  5: 'pageup',
  6: 'pagedown',
  7: 'home',
  8: 'end',
  11: 'f1',
  12: 'f2',
  13: 'f3',
  14: 'f4',
  15: 'f5',
  17: 'f6',
  18: 'f7',
  19: 'f8',
  20: 'f9',
  21: 'f10',
  23: 'f11',
  24: 'f12',
};

/** Functional keys of the kitty keyboard protocol that have a legacy meaning ("Functional key definitions"). */
const kittyKeys: Readonly<Record<number, string>> = {
  9: 'tab',
  13: 'enter',
  27: 'escape',
  32: 'space',
  127: 'backspace',
  57414: 'enter',
  57417: 'left',
  57418: 'right',
  57419: 'up',
  57420: 'down',
  57421: 'pageup',
  57422: 'pagedown',
  57423: 'home',
  57424: 'end',
  57425: 'insert',
  57426: 'delete',
};

/** First of the code points that the kitty protocol uses for keys without a character (a private use area). */
const kittyPrivateFirst = 57_344;
const kittyPrivateLast = 63_743;

const bare = { ctrl: false, alt: false, shift: false, action: 'press' } as const;

/** A key without modifiers, by name and by what it types. */
export function plainKey(name: string, text = ''): Key {
  return { type: 'key', ...bare, name, text };
}

/** A character as a terminal without the kitty protocol sends it; control characters are keys with Ctrl. */
export function decodeCharacter(character: string): Key {
  switch (character) {
    case '\r':
    case '\n':
      return plainKey('enter');
    case '\t':
      return plainKey('tab');
    case '\x7f':
    case '\b':
      return plainKey('backspace');
    case '\x1b':
      return plainKey('escape');
    case ' ':
      return plainKey('space', ' ');
    default:
      break;
  }
  const point = character.codePointAt(0) ?? 0;
  if (point < 0x20) {
    return { ...plainKey(String.fromCodePoint(point + 0x60)), ctrl: true };
  }
  const name = character.toLowerCase();
  return { ...plainKey(name, character), shift: name !== character };
}

/** A complete `CSI … final` or `SS3 final` sequence; undefined when it means nothing here. */
export function decodeSequence(parameters: string, final: string): KeyEvent | undefined {
  if (parameters.startsWith('?')) return decodeAnswer(parameters.slice(1), final);
  if (parameters.startsWith('<')) return decodeMouse(parameters.slice(1), final);
  const [code = '', modifiers = '', text = ''] = parameters.split(';');
  const flags = decodeModifiers(modifiers);
  if (final === 'u') return decodeKitty(code, text, flags);
  if (final === 'Z') return { type: 'key', ...flags, name: 'tab', shift: true, text: '' };
  const name = final === '~' ? tildeKeys[code] : letterKeys[final];
  return name === undefined ? undefined : { type: 'key', ...flags, name, text: '' };
}

/** Device attribute of terminals that let programs set the clipboard (OSC 52). */
const clipboardAttribute = '52';

function decodeAnswer(parameters: string, final: string): KeyEvent | undefined {
  if (final === 'u') return { type: 'keyboard-flags', flags: Number.parseInt(parameters, 10) || 0 };
  if (final !== 'c') return undefined;
  return {
    type: 'device-attributes',
    clipboard: parameters.split(';').includes(clipboardAttribute),
  };
}

/** Buttons in SGR mouse reports; the bits of Shift, Alt and Ctrl may be set as well. */
const leftButton = 0;
const wheelUp = 64;
const wheelDown = 65;
const modifierBits = 4 | 8 | 16;
/** Button, column and row, the last two counted from 1. Pixels or larger screens are not reported. */
const mouseReport = /^(\d{1,3});(\d{1,5});(\d{1,5})$/;

function decodeMouse(parameters: string, final: string): KeyEvent | undefined {
  const report = mouseReport.exec(parameters);
  if (report === null || final !== 'M') return undefined;
  const [button = 0, x = 0, y = 0] = report.slice(1).map(Number);
  const place = { row: y - 1, column: x - 1 };
  if (place.row < 0 || place.column < 0) return undefined;
  if (button === leftButton) return { type: 'click', ...place };
  const wheel = button & ~modifierBits;
  if (wheel !== wheelUp && wheel !== wheelDown) return undefined;
  return { type: 'wheel', direction: wheel === wheelUp ? 'up' : 'down', ...place };
}

function decodeModifiers(field: string): Pick<Key, 'ctrl' | 'alt' | 'shift' | 'action'> {
  const [modifier = '', event = ''] = field.split(':');
  const bits = Math.max(0, (Number.parseInt(modifier, 10) || 1) - 1);
  const action = event === '3' ? 'release' : event === '2' ? 'repeat' : 'press';
  return { shift: (bits & 1) !== 0, alt: (bits & 2) !== 0, ctrl: (bits & 4) !== 0, action };
}

function decodeKitty(
  codeField: string,
  textField: string,
  flags: Pick<Key, 'ctrl' | 'alt' | 'shift' | 'action'>,
): Key {
  const code = Number.parseInt(codeField, 10) || 0;
  const associated = textField
    .split(':')
    .map((point) => toCharacter(Number.parseInt(point, 10)))
    .join('');
  const special = kittyKeys[code];
  if (special !== undefined) {
    return { type: 'key', ...flags, name: special, text: special === 'space' ? ' ' : '' };
  }
  const isPrivate = code >= kittyPrivateFirst && code <= kittyPrivateLast;
  const character = isPrivate ? '' : toCharacter(code);
  const typed = flags.ctrl || flags.alt ? '' : flags.shift ? character.toUpperCase() : character;
  const text = flags.action === 'release' ? '' : associated || typed;
  return { type: 'key', ...flags, name: (associated || character).toLowerCase(), text };
}

function toCharacter(point: number): string {
  return point >= 0x20 && point <= 0x10_ffff && point !== 0x7f ? String.fromCodePoint(point) : '';
}
