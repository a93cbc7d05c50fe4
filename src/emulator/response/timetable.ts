import type { ModelClass } from '../kernel/model-class.js';

/** Recorded distances between the deltas of text and of sound, milliseconds. */
export const textDeltaMs = 9;
export const audioDeltaMs = 57;

/** About what a second of speech is made of, and how much of it an audio delta carries. */
const charactersPerSoundS = 14;
const soundPerDeltaMs = 300;

/**
 * When a piece of a transcript is due after the first one: the cascade class sends its text as fast as the model writes,
 * the text of the realtime class keeps pace with its sound (service recordings of both).
 * @param index of the piece
 * @param characters in front of it
 */
export function pieceDueMs(modelClass: ModelClass, index: number, characters: number): number {
  const quickMs = index * textDeltaMs;
  if (modelClass === 'cascade') return quickMs;
  const soundMs = (characters / charactersPerSoundS) * 1000;
  return Math.max(quickMs, (soundMs / soundPerDeltaMs) * audioDeltaMs);
}
