/** A spoken word, in milliseconds from the start of its audio. */
export interface SpokenWord {
  readonly text: string;
  readonly startMs: number;
  readonly endMs: number;
}

/** Turns text into speech. */
export interface SpeechSynthesiser {
  /** Speaks piece by piece, in order; the words of each piece are timed from its own start. */
  speakStream(
    text: string,
    options: { readonly voiceName: string; readonly rateHz: number },
  ): AsyncIterable<{ readonly samples: Int16Array; readonly words: readonly SpokenWord[] }>;
}

/** Recognises the phrases of a scenario. */
export interface SpeechRecogniser {
  /** False when the recogniser is not installed; nothing is recognised then. */
  readonly available: boolean;
  /** Audio has started to arrive: starts whatever takes time to open. */
  prepare(): void;
  /** The phrase that was said, or undefined when none matches. */
  recognise(samples: Int16Array, rateHz: number): Promise<string | undefined>;
}
