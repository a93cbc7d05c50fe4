import { peakDbfs } from '../../audio/pure/level.js';
import type { Levels } from '../playback/level-cells.js';
import { silenceDb } from '../playback/levels.js';

/** Minimum time between two reports; more would not be visible. */
const reportMs = 100;
/** Levels are reported in steps, so that a quiet room changes nothing. */
const stepDb = 4;

const silence: Levels = { microphoneDb: silenceDb, speakerDb: silenceDb };

/**
 * Turns frames into peak levels for the screen, in steps of 4 dB: at most ten reports a second while something is heard,
 * none in silence.
 */
export class Meters {
  readonly #report: (levels: Levels) => void;
  readonly #nowMs: () => number;
  #peaks = silence;
  #isSilent = true;
  #sinceMs: number;

  constructor(report: (levels: Levels) => void, nowMs: () => number) {
    this.#report = report;
    this.#nowMs = nowMs;
    this.#sinceMs = nowMs();
  }

  microphone(samples: Int16Array): void {
    const microphoneDb = Math.max(this.#peaks.microphoneDb, peakDbfs(samples));
    this.#add({ ...this.#peaks, microphoneDb });
  }

  speaker(samples: Int16Array): void {
    const speakerDb = Math.max(this.#peaks.speakerDb, peakDbfs(samples));
    this.#add({ ...this.#peaks, speakerDb });
  }

  #add(peaks: Levels): void {
    this.#peaks = peaks;
    const nowMs = this.#nowMs();
    if (nowMs - this.#sinceMs < reportMs) return;
    this.#sinceMs = nowMs;
    this.#peaks = silence;
    const levels = {
      microphoneDb: inSteps(peaks.microphoneDb),
      speakerDb: inSteps(peaks.speakerDb),
    };
    const isSilent = Math.max(levels.microphoneDb, levels.speakerDb) <= silenceDb;
    if (!isSilent || !this.#isSilent) this.#report(levels);
    this.#isSilent = isSilent;
  }
}

function inSteps(db: number): number {
  return Math.max(silenceDb, Math.round(db / stepDb) * stepDb);
}
