import { Fourier } from './fourier.js';

/** Length of the overlapping windows: 32 ms at 16 kHz. */
const windowSamples = 512;
const hopSamples = windowSamples / 2;
const bands = hopSamples + 1;
/** Share of the windows that are taken for noise alone: the quietest ones. */
const noiseShare = 0.15;
const minNoiseWindows = 3;
/** Power of a window (16-bit samples) below which it is digital silence. */
const silentPower = 1e4;
/** How much of the estimated signal-to-noise ratio comes from the window before: steadies what little noise is left. */
const memory = 0.9;
/** Noise is turned down to this gain and not removed: speech would lose its quiet sounds. */
const minGain = 0.15;

/**
 * Reduces steady noise by a Wiener filter whose signal-to-noise ratio is estimated as Ephraim and Malah do ("decision
 * directed", 1984). The noise is that of the quietest windows. Clean speech stays nearly as it is.
 * @param samples 16-bit scale, 16 kHz
 */
export function reduceNoise(samples: Int16Array): Float32Array {
  const count = Math.max(1, Math.ceil((samples.length - windowSamples) / hopSamples) + 1);
  const fourier = new Fourier(windowSamples);
  const shape = Float64Array.from({ length: windowSamples }, (_, index) =>
    Math.sin((Math.PI * (index + 0.5)) / windowSamples),
  );
  const spectra = Array.from({ length: count }, (_, window) => {
    const real = shape.map((weight, index) => weight * (samples[window * hopSamples + index] ?? 0));
    const imaginary = new Float64Array(windowSamples);
    fourier.transform(real, imaginary);
    const power = Float64Array.from(
      { length: bands },
      (_, band) => (real[band] ?? 0) ** 2 + (imaginary[band] ?? 0) ** 2,
    );
    return { real, imaginary, power };
  });
  const noise = noiseOf(spectra.map(({ power }) => power));
  const clean = new Float32Array(count * hopSamples + windowSamples);
  const kept = new Float64Array(bands);
  for (const [window, { real, imaginary, power }] of spectra.entries()) {
    for (let band = 0; band < bands; band += 1) {
      const ratio = (power[band] ?? 0) / (noise[band] ?? 1);
      const signal = memory * (kept[band] ?? 0) + (1 - memory) * Math.max(0, ratio - 1);
      const gain = Math.max(minGain, signal / (signal + 1));
      kept[band] = gain * gain * ratio;
      scale(real, imaginary, band, gain);
      if (band > 0 && band < hopSamples) scale(real, imaginary, windowSamples - band, gain);
    }
    fourier.transform(imaginary, real);
    for (const [index, weight] of shape.entries()) {
      const at = window * hopSamples + index;
      clean[at] = (clean[at] ?? 0) + (weight * (real[index] ?? 0)) / windowSamples;
    }
  }
  return clean.subarray(0, samples.length);
}

/** The mean spectrum of the quietest windows, without the digital silence that pads the beginning. */
function noiseOf(powers: readonly Float64Array[]): Float64Array {
  const sums = powers.map((power) => power.reduce((sum, value) => sum + value, 0));
  const first = sums.findIndex((sum) => sum > silentPower);
  const quietest = powers
    .map((power, window) => ({ power, sum: sums[window] ?? 0 }))
    .slice(Math.max(0, first))
    .sort((x, y) => x.sum - y.sum)
    .slice(0, Math.max(minNoiseWindows, Math.floor(powers.length * noiseShare)));
  const noise = new Float64Array(bands).fill(1e-9);
  for (const { power } of quietest)
    for (let band = 0; band < bands; band += 1)
      noise[band] = (noise[band] ?? 0) + (power[band] ?? 0) / quietest.length;
  return noise;
}

function scale(real: Float64Array, imaginary: Float64Array, index: number, gain: number): void {
  real[index] = (real[index] ?? 0) * gain;
  imaginary[index] = (imaginary[index] ?? 0) * gain;
}
