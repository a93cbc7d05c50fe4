/** More than any event has: values are what makes reading and checking slow. */
const maxMarks = 40_000;
/** Text outside of strings: numbers, punctuation, white space. */
const maxPlainBytes = 1024 * 1024;
/** Smaller messages are not looked at. */
const smallBytes = 64 * 1024;

const quote = 0x22;
const backslash = 0x5c;
/** Of `,` `:` `[` and `{`: one for each value but the first. */
const marks: ReadonlySet<number> = new Set([0x2c, 0x3a, 0x5b, 0x7b]);

/** Where the string that is open at `from` ends, behind its quote; or the end of the text. */
function stringEnd(json: Buffer, from: number): number {
  const at = json.indexOf(quote, from);
  if (at < 0) return json.length;
  let before = at;
  while (before > from && json[before - 1] === backslash) before -= 1;
  return (at - before) % 2 === 0 ? at + 1 : -(at + 1);
}

/**
 * Whether a JSON text is too intricate to be read in a moment: it has tens of thousands of values, not a few long ones.
 * Looks at long strings, which carry audio and pictures, at the speed of a search.
 */
export function isIntricate(json: Buffer): boolean {
  if (json.length <= smallBytes) return false;
  let marked = 0;
  let plainBytes = 0;
  let at = 0;
  while (at < json.length) {
    const byte = json[at] ?? 0;
    at += 1;
    plainBytes += 1;
    if (byte === quote) {
      let end = stringEnd(json, at);
      while (end < 0) {
        marked += 1;
        if (marked > maxMarks) return true;
        end = stringEnd(json, -end);
      }
      at = end;
    } else if (marks.has(byte)) marked += 1;
    if (marked > maxMarks || plainBytes > maxPlainBytes) return true;
  }
  return false;
}
