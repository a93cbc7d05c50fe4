/** Takes the next piece of a text and returns what of it may be shown now. */
export type TextStream = (piece: string) => string;

interface KnownSecrets {
  readonly forms: readonly string[];
  /** Finds any of the forms; undefined when there is none. */
  readonly known: RegExp | undefined;
  readonly replace: (secret: string) => string;
}

/** So much of a secret's beginning may be shown: ordinary words begin like it, and would wait for their end. */
const shortestStart = 4;

/**
 * A text that comes in pieces. What may be the beginning of a secret is held back until the next piece tells; when there is
 * none, it is never shown.
 */
export function openTextStream({ forms, known, replace }: KnownSecrets): TextStream {
  if (known === undefined) return (piece) => piece;
  const beginningOf = findBeginnings(forms.map(lowerCase));
  let shown = '';
  let held = '';
  return (piece) => {
    const text = shown + held + piece;
    let visible = '';
    let from = shown.length;
    // A match may begin in what was shown, never in its first letters alone.
    let searched = 0;
    // Not matchAll: it copies the expression, which is large.
    text.replace(known, (secret: string, index: number) => {
      visible += text.slice(from, Math.max(from, index)) + replace(secret);
      searched = index + secret.length;
      from = Math.max(from, searched);
      return secret;
    });
    const waitsFrom = beginningOf(text, searched);
    const until = Math.max(from, waitsFrom);
    visible += text.slice(from, until);
    held = text.slice(until);
    // What is held back begins in here when its first letters were shown already.
    shown = text.slice(Math.max(searched, until - (shortestStart - 1)), until);
    return visible;
  };
}

/** Finds where a text ends in the beginning of a secret; its length when it does not. */
function findBeginnings(starts: readonly string[]): (text: string, searched: number) => number {
  const heads = new Set(starts.map((start) => start.slice(0, shortestStart)));
  const firsts = new Set(starts.map((start) => start.charCodeAt(0)));
  const longest = Math.max(...starts.map((start) => start.length));
  return (text, searched) => {
    const lower = lowerCase(text);
    const { length } = lower;
    for (
      let at = Math.max(searched, length - longest + 1, 0);
      at <= length - shortestStart;
      at += 1
    ) {
      if (!firsts.has(lower.charCodeAt(at))) continue;
      if (!heads.has(lower.slice(at, at + shortestStart))) continue;
      const rest = lower.slice(at);
      if (starts.some((start) => start.length > rest.length && start.startsWith(rest))) return at;
    }
    return length;
  };
}

/** Positions stay: the few letters that have another length in lower case are left. */
function lowerCase(text: string): string {
  const lower = text.toLowerCase();
  if (lower.length === text.length) return lower;
  return text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
}
