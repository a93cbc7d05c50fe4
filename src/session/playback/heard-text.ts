import type { HeardProof } from '../state.js';

/**
 * Splits a reply's text, at the end of a word, by the share of its audio that was heard. Text and audio have no common
 * time stamps here, so this is an estimate; the transcript shows the exact figures below.
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
