/** A stretch of speech of one side, on the session's clock. */
export interface SpeakingSpan {
  readonly side: 'user' | 'assistant';
  /** The assistant's item that was heard. */
  readonly itemId?: string | undefined;
  readonly startMs: number;
  /** Absent while the user is still speaking. */
  readonly endMs?: number;
  /** The rest of it was cut by an interruption. */
  readonly cut: boolean;
}
