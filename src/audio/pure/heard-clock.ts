/** A server's answer to what it still holds of a stream. Frames are those that the queue before it had taken. */
export interface HeldReading {
  readonly askedMs: number;
  readonly answeredMs: number;
  readonly takenWhenAsked: number;
  readonly takenWhenAnswered: number;
  /** From the end of what the server has to the ear. */
  readonly heldMs: number;
}

export interface HeardClockOptions {
  readonly frameMs: number;
  /** Frames in the queue between the program and the server: it is always full. */
  readonly queuedFrames: number;
  /** Depth until the server has answered. */
  readonly assumedMs: number;
}

/** Readings that are compared. */
const maxLags = 5;
/** A single reading is wrong by little more than one frame at most. */
const maxErrorFrames = 1.5;
/** How fast the lag may shrink: a device's clock against the machine's. */
const driftPpm = 100;
/** A reading that took longer leaves open when it was made. */
const maxReadingMs = 10;

/**
 * Which part of the frames handed to a device has been heard at a moment. The device plays at a steady pace, so the lag
 * between the clock and the place that is heard stays the same until it runs out of sound.
 */
export class HeardClock {
  readonly #options: HeardClockOptions;
  #handed = 0;
  #handedAtMs: number;
  #taken = 0;
  #lagsMs: number[] = [];
  /** The greatest that most of the last readings agreed on since the sound last stopped, less drift. */
  #steadyLagMs = Number.NEGATIVE_INFINITY;
  #readAtMs = 0;

  constructor(options: HeardClockOptions, nowMs: number) {
    this.#options = options;
    this.#handedAtMs = nowMs;
  }

  /** The server has answered. */
  get isKnown(): boolean {
    return this.#lagsMs.length > 0;
  }

  /** Frames that the queue has taken. */
  get taken(): number {
    return this.#taken;
  }

  get handedMs(): number {
    return this.#handed * this.#options.frameMs;
  }

  /** A frame is handed to the queue. */
  hand(atMs: number): void {
    this.#handed += 1;
    this.#handedAtMs = atMs;
  }

  /** The queue has taken a frame. */
  take(): void {
    this.#taken += 1;
  }

  /** From now until the last frame handed over has been heard. */
  depthMs(nowMs: number): number {
    return Math.max(0, this.handedMs - this.heardMs(nowMs));
  }

  /** How much of what was handed over has been heard. */
  heardMs(atMs: number): number {
    const { assumedMs } = this.#options;
    const lagMs = this.#lagMs ?? this.#handedAtMs + assumedMs - this.handedMs;
    return Math.min(this.handedMs, atMs - lagMs);
  }

  /** Readings before belong to another stream. */
  restart(): void {
    this.#lagsMs = [];
    this.#steadyLagMs = Number.NEGATIVE_INFINITY;
  }

  /** Takes a reading into account when it is clear which frames the server had. */
  read(reading: HeldReading): void {
    if (!isSharp(reading)) return;
    const { askedMs, answeredMs, takenWhenAsked } = reading;
    const lagMs = (askedMs + answeredMs) / 2 - this.#heardOf(reading, takenWhenAsked);
    const offMs = Math.abs(lagMs - (this.#lagMs ?? lagMs));
    // It ran out of sound, or lost some.
    if (offMs > maxErrorFrames * this.#options.frameMs) this.restart();
    this.#lagsMs = [...this.#lagsMs, lagMs].slice(-maxLags);
    const drift = ((answeredMs - this.#readAtMs) * driftPpm) / 1e6;
    this.#readAtMs = answeredMs;
    this.#steadyLagMs = Math.max(this.#steadyLagMs - drift, this.#majorityLagMs);
  }

  /** How much had been heard when the server made a reading. */
  heardAt(reading: HeldReading): number {
    this.read(reading);
    const { askedMs, answeredMs, takenWhenAsked, takenWhenAnswered } = reading;
    const expected = this.heardMs((askedMs + answeredMs) / 2);
    if (isSharp(reading)) return expected;
    let nearest = Number.POSITIVE_INFINITY;
    for (let taken = takenWhenAsked; taken <= takenWhenAnswered; taken += 1) {
      const heard = this.#heardOf(reading, taken);
      if (Math.abs(heard - expected) < Math.abs(nearest - expected)) nearest = heard;
    }
    // Ahead of its time it cannot be: the library holds part of a frame.
    return Math.min(nearest, this.heardMs(answeredMs));
  }

  /**
   * The second highest of the last ones: a reading can seem late by a frame when the taking of one was reported late, and
   * early by up to a frame when the library holds part of one. It may hold that part from some moment on, so what was
   * clear before still counts: the sound does not get ahead.
   */
  get #lagMs(): number | undefined {
    const [highest, second = highest] = this.#lagsMs.toSorted((a, b) => b - a);
    return second === undefined ? undefined : Math.max(second, this.#steadyLagMs);
  }

  /** What most of the last readings reach. */
  get #majorityLagMs(): number {
    const isFull = this.#lagsMs.length === maxLags;
    const middle = isFull ? this.#lagsMs.toSorted((a, b) => a - b)[maxLags >> 1] : undefined;
    return middle ?? Number.NEGATIVE_INFINITY;
  }

  #heardOf({ heldMs }: HeldReading, taken: number): number {
    const { frameMs, queuedFrames } = this.#options;
    return (taken - queuedFrames) * frameMs - heldMs;
  }
}

function isSharp(reading: HeldReading): boolean {
  const { askedMs, answeredMs, takenWhenAsked, takenWhenAnswered } = reading;
  return answeredMs - askedMs <= maxReadingMs && takenWhenAsked === takenWhenAnswered;
}
