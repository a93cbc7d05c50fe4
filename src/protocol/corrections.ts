import type { Correction } from './correction.js';
import { eventCorrections } from './corrections/events.js';
import { itemCorrections } from './corrections/items.js';
import { sessionCorrections } from './corrections/session.js';

/**
 * Everything in which the protocol of voicelive differs from the API description 2026-06-01-preview,
 * in the order in which `scripts/generate-protocol.ts` applies it.
 */
export const corrections: readonly Correction[] = [
  ...sessionCorrections,
  ...itemCorrections,
  ...eventCorrections,
];
