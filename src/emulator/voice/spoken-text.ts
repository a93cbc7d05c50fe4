import type { SpokenWord } from './timing.js';

/** What made the sound; `mixed` when a text needed more than one. */
export type SpeechSource = 'espeak-ng' | 'clips' | 'stand-in' | 'mixed';

/** Spoken text. Its samples may be shared with other answers: read them, do not write to them. */
export interface Speech {
  /** The text that was spoken, without what cannot be. */
  readonly text: string;
  /** One channel at the rate asked for. */
  readonly samples: Int16Array;
  /** Where the words lie, from the first sample; estimated by syllables within what is audible. */
  readonly words: readonly SpokenWord[];
  readonly source: SpeechSource;
}
