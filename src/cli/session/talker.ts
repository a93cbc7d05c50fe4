/** Whoever talks in a session: a user at a screen, lines of stdin, a script. */
export interface Talker {
  /** Settles when they leave, with an exit code. */
  readonly left: Promise<number>;
  /** Gives the terminal back, or prints what is unfinished. Idempotent. */
  close(): Promise<void>;
  /** Prints what stays of the session. */
  summarise?(): void;
}
