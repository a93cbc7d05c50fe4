import { hasLetters, hasSpokenWords } from '../../shared/listening-sounds.js';

/** What the program writes in place of audio and images; no words. */
const placeholder = /^<\w+ \d+ (?:bytes|characters)>$/;

/**
 * A text with every word replaced by the same letters, so that neither a word nor its length stays. Sounds such as "mhm"
 * become "mhm": with them an interruption is a false stop, which is about timing.
 */
export function blankWords(text: string): string {
  return placeholder.test(text) ? text : text.replace(/\S+/g, blankWord);
}

function blankWord(word: string): string {
  if (hasSpokenWords(word)) return 'xxx';
  return hasLetters(word) ? 'mhm' : '.';
}
