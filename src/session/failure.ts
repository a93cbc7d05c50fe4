/** A failure as data: what an error of the program looks like once it is an input. */
export interface Failure {
  readonly code: string;
  readonly sentence: string;
  readonly hint?: string;
  readonly exitCode: number;
}
