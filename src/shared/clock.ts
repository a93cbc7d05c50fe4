/** Monotonic milliseconds of the machine; the same clock in every process, so stamps can be compared across them. */
export function monotonicMs(): number {
  return Number(process.hrtime.bigint()) / 1e6;
}
