import type { HostCounters } from '../host/host-messages.js';

const none: HostCounters = { droppedCaptureFrames: 0, droppedPlaybackSamples: 0, underruns: 0 };

/** Adds up the losses of successive audio hosts, each of which counts from 0. */
export class HostLosses {
  #earlier = none;
  #current = none;

  get total(): HostCounters {
    const underrunAtMs = this.#current.underrunAtMs ?? this.#earlier.underrunAtMs;
    return {
      droppedCaptureFrames: this.#earlier.droppedCaptureFrames + this.#current.droppedCaptureFrames,
      droppedPlaybackSamples:
        this.#earlier.droppedPlaybackSamples + this.#current.droppedPlaybackSamples,
      underruns: this.#earlier.underruns + this.#current.underruns,
      ...(underrunAtMs !== undefined && { underrunAtMs }),
    };
  }

  /** The running host's counters so far. */
  report(counters: HostCounters): void {
    this.#current = counters;
  }

  /** The host is gone; the next one counts from 0. */
  hostEnded(): void {
    this.#earlier = this.total;
    this.#current = none;
  }
}
