import type { TextMatch } from '../model/check.js';
import { quoted } from './words.js';

/**
 * Whether a text is as expected. `equals` and `one-of` compare exactly, but for space around the text; `contains` ignores
 * upper and lower case and how words are separated; `matches` is the regular expression as it was written.
 */
export function matchesText(match: TextMatch, text: string): boolean {
  switch (match.type) {
    case 'equals':
      return text.trim() === match.text.trim();
    case 'contains':
      return loose(text).includes(loose(match.text));
    case 'matches':
      // A global or sticky expression remembers where it stopped; search does not.
      return text.search(match.pattern) >= 0;
    case 'one-of':
      return match.texts.some((each) => text.trim() === each.trim());
    case 'not':
      return !matchesText(match.match, text);
  }
}

export function describeTextMatch(match: TextMatch): string {
  switch (match.type) {
    case 'equals':
      return quoted(match.text.trim());
    case 'contains':
      return `a text with ${quoted(match.text)}`;
    case 'matches':
      return `a match of ${String(match.pattern)}`;
    case 'one-of':
      return `one of ${match.texts.map((each) => quoted(each.trim())).join(', ')}`;
    case 'not':
      return `not ${describeTextMatch(match.match)}`;
  }
}

function loose(text: string): string {
  return text.normalize('NFC').toLowerCase().replace(/\s+/gu, ' ').trim();
}
