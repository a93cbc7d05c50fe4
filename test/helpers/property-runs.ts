/** `npm run test:long`, where time does not matter. */
export const isLong = process.env['VOICELIVE_LONG'] === '1';

/** How often a costly check is run: in the everyday suite, and in the long one. */
export function runs(everyday: number, long: number): number {
  return isLong ? long : everyday;
}
