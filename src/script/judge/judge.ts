/** Something said in a conversation. */
export interface SpokenLine {
  readonly speaker: 'user' | 'assistant' | 'tool';
  readonly text: string;
}

/** What a judge is asked. */
export interface JudgeQuestion {
  /** As the script has it, such as `names a city and a temperature`. */
  readonly question: string;
  /** What is judged. */
  readonly lines: readonly SpokenLine[];
  /** What was said before, to understand it. */
  readonly earlier: readonly SpokenLine[];
}

/** One answer of a judge; `error`: it did not answer, or not with a judgement. */
export type Vote =
  | { readonly type: 'vote'; readonly pass: boolean; readonly reason: string }
  | { readonly type: 'error'; readonly reason: string };

/** Answers questions on what was said. */
export interface Judge {
  /** @param votes how often it is asked; as it was opened when absent */
  judge(question: JudgeQuestion, votes?: number): Promise<readonly Vote[]>;
  /** Idempotent. */
  close(): Promise<void>;
}
