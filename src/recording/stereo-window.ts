import { samplesToBytes } from '../audio/pure/pcm.js';

/** Side of the stereo file: the microphone is left, what was heard is right. */
export type Side = 0 | 1;

/** Sample frames (a left and a right sample each) that the file does not have yet. */
export interface DirtyRange {
  readonly from: number;
  readonly to: number;
  /** Interleaved PCM16, little-endian, 4 bytes a frame. */
  readonly bytes: Uint8Array;
}

/**
 * The newest stretch of a stereo recording that grows without end, and which part of it still has to be written.
 * What leaves the window unwritten (drop-oldest) stays silence in the file and is counted.
 */
export class StereoWindow {
  readonly #frames: number;
  readonly #samples: Int16Array;
  #end = 0;
  #dirtyFrom = 0;
  #dirtyTo = 0;
  #lostFrames = 0;

  /** @param frames capacity in sample frames */
  constructor(frames: number) {
    this.#frames = frames;
    this.#samples = new Int16Array(2 * frames);
  }

  /** Sample frames that fell out of the window before they were written. */
  get lostFrames(): number {
    return this.#lostFrames;
  }

  /** Sample frames not yet taken for writing. */
  get dirtyFrames(): number {
    return this.#dirtyTo - this.#dirtyFrom;
  }

  /** Puts samples on one side, from frame `offset` on. */
  write(side: Side, offset: number, samples: Int16Array): void {
    const to = offset + samples.length;
    if (to === offset) return;
    this.#advance(to);
    const from = Math.max(offset, this.#start());
    this.#lostFrames += Math.min(from, to) - offset;
    const window = this.#samples;
    this.#eachStretch(from, to, (slot, frame, frames) => {
      const first = frame - offset;
      for (let index = 0; index < frames; index += 1)
        window[2 * (slot + index) + side] = samples[first + index] ?? 0;
    });
    this.#mark(from, to);
  }

  /** Takes the oldest unwritten frames, at most `most`; undefined when the file has everything. */
  takeDirty(most: number): DirtyRange | undefined {
    const from = this.#dirtyFrom;
    const to = Math.min(this.#dirtyTo, from + most);
    if (from === to) return undefined;
    const copy = new Int16Array(2 * (to - from));
    this.#eachStretch(from, to, (slot, frame, frames) => {
      copy.set(this.#samples.subarray(2 * slot, 2 * (slot + frames)), 2 * (frame - from));
    });
    this.#dirtyFrom = to;
    return { from, to, bytes: samplesToBytes(copy) };
  }

  /** A taken range did not get into the file: it is unwritten again, with what it holds by now. */
  putBack(range: DirtyRange): void {
    const from = Math.max(range.from, this.#start());
    this.#lostFrames += Math.min(from, range.to) - range.from;
    this.#mark(from, range.to);
  }

  /** Frames lie one after the other, but for where the window's memory ends. */
  #eachStretch(
    from: number,
    to: number,
    act: (slot: number, frame: number, frames: number) => void,
  ): void {
    for (let frame = from; frame < to;) {
      const slot = frame % this.#frames;
      const frames = Math.min(to - frame, this.#frames - slot);
      act(slot, frame, frames);
      frame += frames;
    }
  }

  #start(): number {
    return Math.max(0, this.#end - this.#frames);
  }

  #mark(from: number, to: number): void {
    if (from >= to) return;
    const clean = this.#dirtyFrom === this.#dirtyTo;
    this.#dirtyFrom = clean ? from : Math.min(this.#dirtyFrom, from);
    this.#dirtyTo = clean ? to : Math.max(this.#dirtyTo, to);
  }

  /** Moves the window's end; what comes in is silence, what goes out unwritten is lost. */
  #advance(to: number): void {
    if (to <= this.#end) return;
    this.#eachStretch(Math.max(this.#end, to - this.#frames), to, (slot, _frame, frames) => {
      this.#samples.fill(0, 2 * slot, 2 * (slot + frames));
    });
    this.#end = to;
    const start = this.#start();
    if (this.#dirtyFrom >= start || this.#dirtyFrom === this.#dirtyTo) return;
    const lostTo = Math.min(start, this.#dirtyTo);
    this.#lostFrames += lostTo - this.#dirtyFrom;
    this.#dirtyFrom = lostTo;
  }
}
