/** Where something stands in a script. */
export interface Place {
  /** As it was named. */
  readonly file: string;
  /** From 1. */
  readonly line: number;
  readonly column: number;
}
