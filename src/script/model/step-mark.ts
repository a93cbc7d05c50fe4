/** Where a step begins or ends in a session; what comes before the first one belongs to no step. */
export interface StepMark {
  /** Index of the step, from 0. */
  readonly step: number;
  readonly phase: 'start' | 'end';
  readonly nowMs: number;
  /** Inputs of the session before it. */
  readonly inputs: number;
  /** Text that the step speaks. */
  readonly said?: string;
}
