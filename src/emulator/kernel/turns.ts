import { Resampler } from '../../audio/pure/resample.js';

/** Samples that are resampled at a time: a second at most rates. */
const sliceSamples = 24_000;

/** Lets other clients have their turn. */
export function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}

/** Does long work step by step, with turns for other clients between the steps. */
export async function inTurns<Result>(work: Generator<unknown, Result>): Promise<Result> {
  for (let step = work.next(); ; step = work.next()) {
    if (step.done === true) return step.value;
    await nextTurn();
  }
}

/** Sound at another rate, in slices as they are made; together as long as what `resample` gives. */
export function* resampledSlices(
  samples: Int16Array,
  fromRateHz: number,
  toRateHz: number,
): Generator<Int16Array, void> {
  const resampler = new Resampler(fromRateHz, toRateHz);
  for (let at = 0; at < samples.length; at += sliceSamples) {
    yield resampler.push(samples.subarray(at, at + sliceSamples));
  }
  yield resampler.end();
}

/** Sound at another rate, with turns for other clients in between. */
export async function resampleInTurns(
  samples: Int16Array,
  fromRateHz: number,
  toRateHz: number,
): Promise<Int16Array> {
  if (fromRateHz === toRateHz) return samples;
  const slices: Int16Array[] = [];
  for (const slice of resampledSlices(samples, fromRateHz, toRateHz)) {
    slices.push(slice);
    await nextTurn();
  }
  const all = new Int16Array(slices.reduce((length, slice) => length + slice.length, 0));
  let at = 0;
  for (const slice of slices) {
    all.set(slice, at);
    at += slice.length;
  }
  return all;
}
