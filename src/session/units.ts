/** Milliseconds of a number of samples, not rounded. */
export function samplesToMs(samples: number, rateHz: number): number {
  return (samples * 1000) / rateHz;
}

/**
 * Whole milliseconds that were certainly heard: rounded down, because the service refuses a truncation beyond the
 * audio it sent.
 */
export function heardMs(samples: number, rateHz: number): number {
  return Math.floor(samplesToMs(samples, rateHz));
}
