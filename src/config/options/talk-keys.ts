import { nearest } from '../../shared/suggest.js';
import { badOption } from './bad-option.js';

/** Keys that can be push-to-talk, as help and documentation spell them: those that mean nothing else on the screen. */
export const talkKeys: readonly string[] = [
  'space',
  'insert',
  ...Array.from({ length: 12 }, (_, index) => `f${String(index + 1)}`),
  ...Array.from('bdhopruvwz0123456789'),
];

/**
 * The name of the push-to-talk key, in lower case.
 * @throws VoiceliveError exit code 2 for a key that is none, or that means something else
 */
export function parseTalkKey(text: string, where: string): string {
  const name = text.toLowerCase();
  if (talkKeys.includes(name)) return name;
  const suggestion = nearest(name, talkKeys);
  throw badOption({
    code: 'ptt-key',
    where,
    found: text,
    expected: 'space, insert, f1 to f12, a digit, or a letter that has no meaning on the screen',
    suggestion: suggestion !== undefined && suggestion.length > 1 ? suggestion : undefined,
    hint: `The letters are ${talkKeys.filter((key) => /^[a-z]$/.test(key)).join(', ')}.`,
  });
}
