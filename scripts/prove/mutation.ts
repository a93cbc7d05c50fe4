import type { proofs } from '../../test/protocol-coverage/proofs.js';
import type { Weakening } from './weakening.js';

/**
 * A mistake that a switch turns on for one row of docs/protocol.md at a time: `mutant` in the text is the row's, see
 * `mutant.ts`. The tests of the family run once, each with the mistake in the row that its title begins with.
 */
export interface Mutation extends Weakening {
  /** The table whose rows it breaks. */
  readonly family: keyof typeof proofs;
  /** The tests that must fail, by their titles; all of the family when absent. */
  readonly titles?: RegExp;
  /** Tests that do not depend on what is broken, with the reason beside them. */
  readonly except?: RegExp;
}
