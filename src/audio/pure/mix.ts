/**
 * Two sounds at once, as long as the first; what the second lacks is silence. Too loud is cut off at full scale, never
 * wrapped around.
 * @param gain factor for the second
 */
export function mixed(first: Int16Array, second: Int16Array, gain = 1): Int16Array {
  return first.map((sample, index) =>
    Math.max(-32768, Math.min(32767, Math.round(sample + gain * (second[index] ?? 0)))),
  );
}
