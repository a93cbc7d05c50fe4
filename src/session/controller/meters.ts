import { peakDbfs } from '../../audio/pure/level.js';

/** Shortest time between two reports: more often cannot be seen. */
const reportMs = 100;
/** Levels are reported in steps, so that a quiet room changes nothing. */
const stepDb = 4;
const floorDb = -60;

/** Peak levels in dBFS, in steps of 4 dB, at least -60. */
export interface Levels {
  readonly microphoneDb: number;
  readonly speakerDb: number;
}

/** Turns frames into levels for the screen: at most ten reports a second, none while nothing changes. */
export class Meters {
  readonly #report: (levels: Levels) => void;
  readonly #clock: () => number;
  #reported: Levels = { microphoneDb: floorDb, speakerDb: floorDb };
  #peaks = { microphoneDb: floorDb, speakerDb: floorDb };
  #sinceMs: number;
  #settling: NodeJS.Timeout | undefined;

  constructor(report: (levels: Levels) => void, clock: () => number) {
    this.#report = report;
    this.#clock = clock;
    this.#sinceMs = clock();
  }

  microphone(samples: Int16Array): void {
    this.#peaks.microphoneDb = Math.max(this.#peaks.microphoneDb, peakDbfs(samples));
    this.#maybeReport();
  }

  speaker(samples: Int16Array): void {
    this.#peaks.speakerDb = Math.max(this.#peaks.speakerDb, peakDbfs(samples));
    this.#maybeReport();
  }

  close(): void {
    clearTimeout(this.#settling);
  }

  #maybeReport(): void {
    const now = this.#clock();
    if (now - this.#sinceMs < reportMs) return;
    this.#update(now);
  }

  #update(now: number): void {
    clearTimeout(this.#settling);
    const levels = {
      microphoneDb: inSteps(this.#peaks.microphoneDb),
      speakerDb: inSteps(this.#peaks.speakerDb),
    };
    this.#sinceMs = now;
    this.#peaks = { microphoneDb: floorDb, speakerDb: floorDb };
    if (levels.microphoneDb > floorDb || levels.speakerDb > floorDb) {
      // When no more frames come, the levels fall to silence by themselves.
      this.#settling = setTimeout(() => {
        this.#update(this.#clock());
      }, 3 * reportMs);
    }
    if (
      levels.microphoneDb === this.#reported.microphoneDb &&
      levels.speakerDb === this.#reported.speakerDb
    )
      return;
    this.#reported = levels;
    this.#report(levels);
  }
}

function inSteps(db: number): number {
  return Math.max(floorDb, Math.round(db / stepDb) * stepDb);
}
