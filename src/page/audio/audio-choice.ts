import { VoiceliveError, exitCodes } from '../../shared/errors.js';

/** The audio that a page has. */
export type AudioChoice =
  { readonly kind: 'none' | 'wav' } | { readonly kind: 'opus'; readonly kilobits: number };

/** What `--audio` can be. */
export type AudioWish = AudioChoice | { readonly kind: 'auto' };

/** Enough for two voices; silence takes next to nothing. */
export const usualKilobits = 48;
const leastKilobits = 8;
const mostKilobits = 256;

/** @throws VoiceliveError `invalid-option`, exit code 2 */
export function parseAudioWish(text: string): AudioWish {
  if (text === 'auto' || text === 'none' || text === 'wav') return { kind: text };
  const [, digits] = /^opus(?:-(\d{1,4}))?$/.exec(text) ?? [];
  const kilobits = digits === undefined ? usualKilobits : Number(digits);
  if (text.startsWith('opus') && (text === 'opus' || digits !== undefined))
    if (kilobits >= leastKilobits && kilobits <= mostKilobits) return { kind: 'opus', kilobits };
  throw new VoiceliveError(
    `--audio: found "${text}", expected auto, none, wav, opus, or opus-${leastKilobits} to opus-${mostKilobits} (kbit/s).`,
    { code: 'invalid-option', exitCode: exitCodes.usage },
  );
}

/** Longest recordings of which a page has the audio without being asked, milliseconds. */
const opusUpToMs = 10 * 60_000;
const wavUpToMs = 2 * 60_000;

/** What `auto` means for a recording. */
export function chooseAudio(wish: AudioWish, durationMs: number, canEncode: boolean): AudioChoice {
  if (wish.kind !== 'auto') return wish;
  if (canEncode && durationMs <= opusUpToMs) return { kind: 'opus', kilobits: usualKilobits };
  return { kind: durationMs <= wavUpToMs ? 'wav' : 'none' };
}
