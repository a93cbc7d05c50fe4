import type { Input } from '../../session/inputs.js';
import type { SessionState } from '../../session/state.js';
import type { JsonObject } from '../../shared/json.js';
import type { RecorderClock } from '../disk.js';
import { digestOf } from '../state-digest.js';
import { fold, foldKey, maxFolded, type Numbered } from './fold.js';
import { inputLine, recorderLine } from './write-line.js';

/** Lines are held back for so long at most. */
const foldMs = 1000;

interface Group {
  readonly lines: Numbered[];
  samples: number;
}

/**
 * Makes lines of inputs. Those that come many times a second (audio sent, received and played, levels) are folded into
 * one line of each kind a second; any other input ends the second early, so that lines stay in order.
 */
export class LineFolder {
  readonly #write: (line: JsonObject, nowMs: number) => void;
  readonly #clock: RecorderClock;
  readonly #groups = new Map<string, Group>();
  #held = 0;
  #sinceMs = 0;
  #nextNumber = 0;
  #waiting = new AbortController();

  constructor(clock: RecorderClock, write: (line: JsonObject, nowMs: number) => void) {
    this.#clock = clock;
    this.#write = write;
  }

  add(input: Input): void {
    const line = inputLine(input);
    const number = this.#nextNumber;
    this.#nextNumber += 1;
    if (!isStream(input)) {
      this.flush(input.nowMs);
      this.#write(line, input.nowMs);
      return;
    }
    if (this.#held >= maxFolded || input.nowMs - this.#sinceMs >= foldMs) this.flush(input.nowMs);
    if (this.#held === 0) this.#begin(input.nowMs);
    const key = foldKey(line);
    const group = this.#groups.get(key) ?? { lines: [], samples: 0 };
    group.lines.push({ number, line });
    group.samples += samplesOf(input);
    this.#groups.set(key, group);
    this.#held += 1;
  }

  /** Writes what is held back. */
  flush(nowMs: number): void {
    this.#waiting.abort('flushed');
    for (const { lines, samples } of this.#groups.values()) {
      const [first] = lines;
      const line = this.#held === 1 && first ? first.line : fold(lines, samples);
      this.#write(line, nowMs);
    }
    this.#groups.clear();
    this.#held = 0;
  }

  /** Writes what is held back and, when it is known, the digest of the state after the last input. */
  end(last: SessionState | undefined): void {
    const nowMs = last?.nowMs ?? this.#sinceMs;
    this.flush(nowMs);
    if (last === undefined) return;
    this.#write(recorderLine('last-state', nowMs, { fields: digestOf(last) }), nowMs);
  }

  #begin(nowMs: number): void {
    const waiting = new AbortController();
    this.#sinceMs = nowMs;
    this.#waiting = waiting;
    void this.#clock.delay(foldMs, waiting.signal).then(() => {
      if (!waiting.signal.aborted) this.flush(nowMs + foldMs);
    });
  }
}

function isStream(input: Input): boolean {
  switch (input.type) {
    case 'sent':
      return input.audio !== undefined;
    case 'server':
      return (
        input.event.type === 'response.audio.delta' || input.event.type === 'response.video.delta'
      );
    case 'played':
    case 'meters':
      return true;
    default:
      return false;
  }
}

function samplesOf(input: Input): number {
  switch (input.type) {
    case 'sent':
      return input.audio?.length ?? 0;
    case 'server':
      return input.audioSamples;
    case 'played':
      return input.runs.reduce((sum, run) => sum + run.samples, 0);
    default:
      return 0;
  }
}
