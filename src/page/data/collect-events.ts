import type { Moment } from '../../analysis/follow/moment.js';
import { entrySummary } from '../../session/log/summary.js';
import type { LogEntry } from '../../session/state.js';

/** A row of the event table. */
export interface CollectedEvent extends Omit<
  LogEntry,
  'event' | 'sequence' | 'text' | 'audioMs' | 'summary'
> {
  readonly summary: string;
  /** Its event (of folded ones the last), as JSON; absent where there was no room. */
  readonly json?: string;
}

/** Rows that are kept: later ones only if they are errors or warnings. */
const maxRows = 30_000;
const maxProblemRows = 3_000;
/** Characters of JSON that are kept. */
const maxJson = 48_000_000;
/** Rows that may still change: more than the core looks back at when it folds. */
const openRows = 24;

/** Collects the event log of a session as its screen shows it, deltas folded, while the recording is read. */
export class EventCollector {
  readonly events: CollectedEvent[] = [];
  /** Rows for which there was no room. */
  dropped = 0;
  #json = 0;
  readonly #open = new Map<number, LogEntry>();

  take({ before, after }: Moment): void {
    if (before.log === after.log) return;
    for (let back = 1; back <= openRows; back += 1) {
      const entry = after.log.at(-back);
      if (entry === undefined) break;
      this.#open.set(entry.sequence, entry);
    }
    if (this.#open.size >= 2 * openRows) this.#close(openRows);
  }

  /** Call when everything was taken. */
  end(): void {
    this.#close(0);
  }

  #close(keep: number): void {
    const entries = [...this.#open.values()].sort((a, b) => a.sequence - b.sequence);
    for (const entry of entries.slice(0, entries.length - keep)) {
      this.#open.delete(entry.sequence);
      this.#add(entry);
    }
  }

  #add(entry: LogEntry): void {
    const { atMs, direction, type, bytes, count, level, event } = entry;
    const isProblem = level !== 'normal';
    if (this.events.length >= maxRows + (isProblem ? maxProblemRows : 0)) {
      this.dropped += 1;
      return;
    }
    const text = JSON.stringify(event);
    const fits = this.#json + text.length <= maxJson;
    if (fits) this.#json += text.length;
    const row = { atMs, direction, type, summary: entrySummary(entry), bytes, count, level };
    this.events.push(fits ? { ...row, json: text } : row);
  }
}
