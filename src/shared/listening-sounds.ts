/** What people say while they listen, and what coughs are written down as. */
const listening =
  /^(?:m+|h+m+|m+h+m+|u+h+|u+m+|a+h+|o+h+|e+h+|e+r+m*|uh-?huh|mm-?hm+|ä+h+m*|ö+h+)$/;

/** The words of a text, in lower case, without punctuation. */
function bareWords(text: string): readonly string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}-]+/gu) ?? [];
}

/** Whether a text has words, not only sounds such as "mhm". */
export function hasSpokenWords(text: string): boolean {
  return bareWords(text).some((word) => !listening.test(word));
}

/** Whether a transcript is nothing but a remark on the sound: "(coughs)", or what the emulator writes for unknown phrases. */
export function isRemark(text: string): boolean {
  return /^\s*(?:\([^()]*\)|\[[^[\]]*\])\s*$/.test(text);
}

/** Whether a text has letters or digits at all. */
export function hasLetters(text: string): boolean {
  return bareWords(text).length > 0;
}
