/** Mixes interleaved channels down to their mean. */
export function downMix(samples: Int16Array, channels: number): Int16Array {
  if (channels === 1) return samples;
  return Int16Array.from({ length: Math.floor(samples.length / channels) }, (_, frame) => {
    let sum = 0;
    for (let channel = 0; channel < channels; channel += 1) {
      sum += samples[frame * channels + channel] ?? 0;
    }
    return Math.round(sum / channels);
  });
}

/** Copies one channel into several interleaved ones. */
export function upMix(samples: Int16Array, channels: number): Int16Array {
  if (channels === 1) return samples;
  return Int16Array.from(
    { length: samples.length * channels },
    (_, index) => samples[Math.floor(index / channels)] ?? 0,
  );
}
