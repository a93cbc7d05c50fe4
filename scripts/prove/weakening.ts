/** A deliberate mistake in the program, and the tests that have to notice it. */
export interface Weakening {
  /** What is wrong with the weakened program. */
  readonly name: string;
  /** File below src/, named by the end of its path. */
  readonly file: string;
  /** Text that stands in the file exactly once … */
  readonly text: string;
  /** … and what takes its place. */
  readonly by: string;
  /** Files below test/, named by the ends of their paths. Together they must fail. */
  readonly tests: readonly string[];
}

/** A promise of SECURITY.md, and what would break it. */
export interface Promised {
  /** Title of the section in SECURITY.md. */
  readonly promise: string;
  readonly weakenings: readonly Weakening[];
}
