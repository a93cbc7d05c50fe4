/** What came of one check, without its place. */
export interface Outcome {
  readonly passed: boolean;
  readonly expected: string;
  readonly actual: string;
  /** See `CheckResult.value`. */
  readonly value?: number;
}
