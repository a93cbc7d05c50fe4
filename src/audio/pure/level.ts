/** The level of silence: below one step of 16-bit audio (-90.3 dBFS), and a number that JSON can carry. */
export const silenceDbfs = -100;

/** Peak level of a frame in dB relative to full scale (32768); an empty frame reads as silence. */
export function peakDbfs(samples: Int16Array): number {
  const peak = samples.reduce((max, sample) => Math.max(max, Math.abs(sample)), 0);
  return peak === 0 ? silenceDbfs : 20 * Math.log10(peak / 32768);
}
