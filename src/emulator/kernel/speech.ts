/** A word of spoken sound, in milliseconds from the start of that sound. */
export interface SpokenWord {
  readonly text: string;
  readonly startMs: number;
  readonly endMs: number;
}

/** The part of the emulator's voice that the conversation needs. */
export interface SpeechSynthesiser {
  /** Speech piece by piece, in order; the words of a piece count from its own start. */
  speakStream(
    text: string,
    options: { readonly voiceName: string; readonly rateHz: number },
  ): AsyncIterable<{ readonly samples: Int16Array; readonly words: readonly SpokenWord[] }>;
}

/** The part of the emulator's ears that the conversation needs. */
export interface SpeechRecogniser {
  /** False when the recogniser is not installed: then nothing is ever recognised. */
  readonly available: boolean;
  /** Sound has begun to come: what takes time to open should be opened now. */
  prepare(): void;
  /** The phrase that was said, or undefined when it is none of the known ones. */
  recognise(samples: Int16Array, rateHz: number): Promise<string | undefined>;
}
