/** The words of a text in lower case, without punctuation; apostrophes stay within a word. */
export function plainWords(text: string): readonly string[] {
  return text
    .toLowerCase()
    .replace(/[’‘]/gu, "'")
    .split(/[^\p{L}\p{N}']+/u)
    .map((word) => word.replace(/^'+|'+$/gu, ''))
    .filter((word) => word !== '');
}
