import type { ModelClass } from '../kernel/model-class.js';

/** Recorded intervals between text deltas and between audio deltas, milliseconds. */
export const textDeltaMs = 9;
export const audioDeltaMs = 57;

/** Approximate speaking rate, and audio carried by one delta. */
const charactersPerAudioS = 14;
const audioPerDeltaMs = 300;

/**
 * When a piece of a transcript is due after the first one: the cascade class sends text as fast as the model writes, the
 * realtime class in step with its audio (service recordings of both).
 * @param index of the piece
 * @param characters before it
 */
export function pieceDueMs(modelClass: ModelClass, index: number, characters: number): number {
  const quickMs = index * textDeltaMs;
  if (modelClass === 'cascade') return quickMs;
  const audioMs = (characters / charactersPerAudioS) * 1000;
  return Math.max(quickMs, (audioMs / audioPerDeltaMs) * audioDeltaMs);
}
