import type { KeyEvent } from './key-event.js';

/** `11;rgb:1e1e/1e1e/1e1e`, with one to four hexadecimal digits a part. */
const background = /^11;rgba?:([\da-f]{1,4})\/([\da-f]{1,4})\/([\da-f]{1,4})/i;

/** What a terminal answers about its background colour; undefined for other answers. */
export function decodeColor(answer: string): KeyEvent | undefined {
  const match = background.exec(answer);
  if (match === null) return undefined;
  const [red, green, blue] = [share(match[1]), share(match[2]), share(match[3])];
  // Perceived brightness, by ITU-R BT.601.
  return { type: 'background', isDark: 0.299 * red + 0.587 * green + 0.114 * blue < 0.5 };
}

function share(digits = '0'): number {
  return Number.parseInt(digits, 16) / (16 ** digits.length - 1);
}
