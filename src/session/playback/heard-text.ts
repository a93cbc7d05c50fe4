import type { HeardProof } from '../state.js';

/**
 * Splits a reply's text at the place that corresponds to the share of its sound that was heard, at the end of a word.
 * Text and sound carry no common time stamps here, so this is an estimate; the exact figures stand in the proof line.
 */
export function splitAtHeard(
  text: string,
  cut: HeardProof,
): { readonly heard: string; readonly unheard: string } {
  if (cut.heardMs <= 0 || cut.receivedMs <= 0) return { heard: '', unheard: text };
  const share = Math.min(1, cut.heardMs / cut.receivedMs);
  const at = Math.round(text.length * share);
  const space = text.indexOf(' ', at);
  const end = at === 0 ? 0 : space < 0 ? text.length : space;
  if (share >= 1) return { heard: text, unheard: '' };
  return { heard: text.slice(0, end), unheard: text.slice(end) };
}
