import fc from 'fast-check';
import { isLong } from './property-runs.js';

/** Properties look at the same cases in every everyday run, so that a failure has its cause in a change. */
if (!isLong) fc.configureGlobal({ seed: 20_261_122 });
