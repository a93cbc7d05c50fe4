/** Below this level a meter is empty: quieter than any room. */
const floorDb = -60;
const steps = '▁▂▃▄▅▆▇█';

/** A rising bar of eight cells for a level in dBFS; cells above the level are dots. */
export function meter(levelDb: number): string {
  const share = (levelDb - floorDb) / -floorDb;
  const reached = Math.max(0, Math.min(steps.length, Math.ceil(share * steps.length) || 0));
  return steps.slice(0, reached) + '·'.repeat(steps.length - reached);
}
