/** Length of the frames whose levels are measured, milliseconds. */
export const levelFrameMs = 10;
/** The level of a frame without any sound, dBFS: below one step of 16-bit audio. */
export const noLevelDb = -100;
/** Samples at full scale in a row that count as clipping: a single one may be a peak that just fits. */
const clippedRun = 3;
const fullScale = 32_767;
const fullPower = 32_768 ** 2;

/** Levels of one channel, a value for each frame of 10 ms. */
export interface FrameLevels {
  /** Power without the constant part, where 1 is that of full scale. */
  readonly power: Float32Array;
  /** Greatest absolute sample, 0 to 32767. */
  readonly peak: Uint16Array;
  /** Samples at full scale, of runs of at least three. */
  readonly clippedSamples: number;
  /** Runs of at least three samples at full scale. */
  readonly clippings: number;
}

/** Measures both channels of stereo audio that comes in pieces; keeps twelve bytes for each frame and no samples. */
export class StereoLevelMeter {
  readonly #frameSamples: number;
  readonly #left = new ChannelMeter();
  readonly #right = new ChannelMeter();
  #filled = 0;

  constructor(rateHz: number) {
    this.#frameSamples = Math.round((rateHz * levelFrameMs) / 1000);
  }

  /** @param pairs a left sample in the lower half of each element, a right one in the upper */
  push(pairs: Int32Array): void {
    for (let from = 0; from < pairs.length;) {
      const until = Math.min(pairs.length, from + this.#frameSamples - this.#filled);
      this.#add(pairs, from, until);
      this.#filled += until - from;
      if (this.#filled === this.#frameSamples) this.#endFrame();
      from = until;
    }
  }

  /** What was measured; a last frame that is not full counts as it is. */
  end(): { readonly left: FrameLevels; readonly right: FrameLevels } {
    if (this.#filled > 0) this.#endFrame();
    return { left: this.#left.end(), right: this.#right.end() };
  }

  /** One loop for both sides: an hour has 86 million pairs. */
  #add(pairs: Int32Array, from: number, until: number): void {
    let leftSum = 0;
    let leftSquares = 0;
    let leftPeak = 0;
    let rightSum = 0;
    let rightSquares = 0;
    let rightPeak = 0;
    for (let at = from; at < until; at += 1) {
      const pair = pairs[at] ?? 0;
      const left = (pair << 16) >> 16;
      const right = pair >> 16;
      leftSum += left;
      leftSquares += left * left;
      rightSum += right;
      rightSquares += right * right;
      // The one's complement of a negative sample: its size less one.
      const leftSize = left ^ (left >> 31);
      const rightSize = right ^ (right >> 31);
      leftPeak = leftSize > leftPeak ? leftSize : leftPeak;
      rightPeak = rightSize > rightPeak ? rightSize : rightPeak;
    }
    this.#left.add(leftSum, leftSquares, leftPeak);
    this.#right.add(rightSum, rightSquares, rightPeak);
    // Clipping is rare: only a stretch that reaches full scale is looked at again.
    for (let at = from; this.#left.mayClip(leftPeak) && at < until; at += 1)
      this.#left.countClipping(((pairs[at] ?? 0) << 16) >> 16);
    for (let at = from; this.#right.mayClip(rightPeak) && at < until; at += 1)
      this.#right.countClipping((pairs[at] ?? 0) >> 16);
  }

  #endFrame(): void {
    this.#left.endFrame(this.#filled);
    this.#right.endFrame(this.#filled);
    this.#filled = 0;
  }
}

class ChannelMeter {
  #power = new Float32Array(1024);
  #peaks = new Uint16Array(1024);
  #frames = 0;
  #sum = 0;
  #squares = 0;
  #peak = 0;
  #run = 0;
  #clippedSamples = 0;
  #clippings = 0;

  add(sum: number, squares: number, peak: number): void {
    this.#sum += sum;
    this.#squares += squares;
    if (peak > this.#peak) this.#peak = peak;
  }

  /** @param peak of the stretch; a run may also end in it */
  mayClip(peak: number): boolean {
    return peak >= fullScale || this.#run > 0;
  }

  countClipping(sample: number): void {
    if ((sample ^ (sample >> 31)) < fullScale) {
      this.#run = 0;
      return;
    }
    this.#run += 1;
    if (this.#run === clippedRun) {
      this.#clippings += 1;
      this.#clippedSamples += clippedRun;
    } else if (this.#run > clippedRun) this.#clippedSamples += 1;
  }

  endFrame(samples: number): void {
    if (this.#frames === this.#power.length) {
      const [power, peaks] = [this.#power, this.#peaks];
      this.#power = new Float32Array(power.length * 2);
      this.#peaks = new Uint16Array(peaks.length * 2);
      this.#power.set(power);
      this.#peaks.set(peaks);
    }
    const mean = this.#sum / samples;
    const power = this.#squares / samples - mean * mean;
    this.#power[this.#frames] = Math.max(0, power) / fullPower;
    this.#peaks[this.#frames] = this.#peak;
    this.#frames += 1;
    this.#sum = 0;
    this.#squares = 0;
    this.#peak = 0;
  }

  end(): FrameLevels {
    return {
      power: this.#power.subarray(0, this.#frames),
      peak: this.#peaks.subarray(0, this.#frames),
      clippedSamples: this.#clippedSamples,
      clippings: this.#clippings,
    };
  }
}

/** Power, where 1 is that of full scale, in dBFS; at least `noLevelDb`. */
export function powerDb(power: number): number {
  return power <= 1e-10 ? noLevelDb : 10 * Math.log10(power);
}
