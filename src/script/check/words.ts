/** Longest text of an expected or actual value; the middle of a longer one is left out. */
const maxLength = 400;

/** A text in quotes, as a result shows it. Control characters stay: whoever prints it makes it safe. */
export function quoted(text: string): string {
  return `"${shortened(text)}"`;
}

export function shortened(text: string, limit = maxLength): string {
  if (text.length <= limit) return text;
  const half = Math.floor((limit - 3) / 2);
  return `${text.slice(0, half)} … ${text.slice(-half)}`;
}

/** `1 event`, `2 events`. */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
