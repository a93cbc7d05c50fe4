/** Steady sound of this length is noise: speech has syllables. */
export const steadyHops = 50;
/** Range of the levels of steady sound without the highest and the lowest tenth, dB. */
const steadyRangeDb = 6;
/** Louder steady sound, e.g. a test tone, is not taken for noise. */
const loudestNoiseDbfs = -31;

/** Levels of hops in the last half second, to tell noise from speech. */
export class RecentLevels {
  #levels: number[] = [];

  push(levelDbfs: number): void {
    this.#levels.push(levelDbfs);
    if (this.#levels.length > steadyHops) this.#levels.shift();
  }

  /** The mean power of the last hops. */
  meanDbfs(hops: number): number {
    const last = this.#levels.slice(-hops);
    const power = last.reduce((sum, levelDbfs) => sum + 10 ** (levelDbfs / 10), 0);
    return 10 * Math.log10(power / last.length);
  }

  /** The level that half of the last hops exceed. */
  medianDbfs(hops: number): number {
    const sorted = this.#levels.slice(-hops).sort((a, b) => a - b);
    return sorted[Math.floor(sorted.length / 2)] ?? 0;
  }

  /** The level of steady sound in the last hops; undefined when it is not steady, or too short to know. */
  steadyDbfs(hops: number): number | undefined {
    if (this.#levels.length < hops) return undefined;
    const sorted = this.#levels.slice(-hops).sort((a, b) => a - b);
    const at = (share: number): number => sorted[Math.floor((hops - 1) * share)] ?? 0;
    const highest = at(0.9);
    return highest > loudestNoiseDbfs || highest - at(0.1) > steadyRangeDb ? undefined : at(0.2);
  }
}
