/** The level of silence: below one step of 16-bit audio (-90.3 dBFS), and a number that JSON can carry. */
export const silenceDbfs = -100;

/** Peak level of a frame in dB relative to full scale (32768); an empty frame reads as silence. */
export function peakDbfs(samples: Int16Array): number {
  let peak = 0;
  for (const sample of samples) peak = Math.max(peak, Math.abs(sample));
  return peak === 0 ? silenceDbfs : 20 * Math.log10(peak / 32768);
}

/** Power without the constant part, where 1 is that of full scale. */
export function powerOf(samples: Int16Array): number {
  let sum = 0;
  let squares = 0;
  for (const sample of samples) {
    sum += sample;
    squares += sample * sample;
  }
  const mean = sum / samples.length;
  return Math.max(0, squares / samples.length - mean * mean) / 32_768 ** 2;
}
