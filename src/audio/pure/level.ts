/** What silence reads as: below the step of 16-bit sound (-90.3 dBFS), and a number that JSON can carry. */
export const silenceDbfs = -100;

/** Loudness of a run of samples in dB relative to full scale (32768); a full-scale sine has an RMS of -3.01 dBFS. */
export interface Level {
  readonly rmsDbfs: number;
  readonly peakDbfs: number;
}

function toDbfs(amplitude: number): number {
  return amplitude === 0 ? silenceDbfs : Math.max(silenceDbfs, 20 * Math.log10(amplitude / 32768));
}

/** Level of a frame; an empty frame reads as silence. */
export function levelOf(samples: Int16Array): Level {
  let squares = 0;
  let peak = 0;
  for (const sample of samples) {
    squares += sample * sample;
    peak = Math.max(peak, Math.abs(sample));
  }
  const rms = samples.length === 0 ? 0 : Math.sqrt(squares / samples.length);
  return { rmsDbfs: toDbfs(rms), peakDbfs: toDbfs(peak) };
}
