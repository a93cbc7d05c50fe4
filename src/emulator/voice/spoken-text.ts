import type { SpokenWord } from '../kernel/speech.js';

/** What produced the audio; `mixed` when a text needed more than one. */
export type SpeechSource = 'espeak-ng' | 'clips' | 'stand-in' | 'mixed';

/** Spoken text. Its samples may be shared with other answers: do not write to them. */
export interface Speech {
  /** The text that was spoken, without unspeakable parts. */
  readonly text: string;
  /** Mono, at the requested rate. */
  readonly samples: Int16Array;
  /** Positions of the words, estimated by syllables within the audible part. */
  readonly words: readonly SpokenWord[];
  readonly source: SpeechSource;
}
