import { reportOf } from '../../analysis/build/build-report.js';
import { entryChanges, type Moment } from '../../analysis/follow/moment.js';
import { SessionFollower } from '../../analysis/follow/session-follower.js';
import type { RecordingReport } from '../../analysis/report.js';
import { timelineRateHz } from '../../recording/wav-timeline.js';
import { foldWindow } from '../../session/log/event-log.js';
import type { Input } from '../../session/inputs.js';
import type { SessionOutput } from '../../session/session-output.js';
import type { LogEntry, SessionState } from '../../session/state.js';
import type { SessionView } from '../../session/view.js';
import type { StepMark } from '../model/step-mark.js';
import { ResponseSteps } from './response-steps.js';

/** Lines of the event log that are kept (drop-oldest). */
const usualEvents = 20_000;
/** About so much of them together; the event of one line has 64 kB at most. */
const maxEventBytes = 64 * 1024 * 1024;
const maxLineBytes = 65_536;
/** Inputs that are followed (drop-newest): an hour with audio has 400,000. */
const maxInputs = 2_000_000;

/** A line of the event log with the step in which it began. */
export interface SeenEvent {
  readonly step: number | undefined;
  readonly entry: LogEntry;
}

/** When a step began and what had happened by then. */
export interface StepStart {
  readonly atMs: number;
  readonly problems: number;
  readonly outages: number;
}

/** What does not fit. */
export interface Dropped {
  /** Lines of the event log, the oldest. */
  readonly events: number;
  /** The last step that lost any. */
  readonly lastStep?: number;
  /** Inputs, the newest. */
  readonly inputs: number;
}

/**
 * What a session shows, for the checks of a script: it follows the states of the session as an inspection does, and
 * notes in which step everything began. What a response brings belongs to the step that asked for it, however late it
 * comes; other events belong to the step in which they came.
 */
export class Evidence implements SessionOutput {
  readonly name = 'expectations';
  readonly session: SessionFollower;
  readonly starts = new Map<number, StepStart>();
  readonly said = new Map<number, string>();
  /** Steps of the conversation's items and tool calls, by their keys. */
  readonly entrySteps = new Map<string, number | undefined>();
  readonly responses = new ResponseSteps();
  /** By item: the step in which it was cut. */
  readonly cutSteps = new Map<string, number | undefined>();
  /** By their sequence. */
  readonly #events = new Map<number, SeenEvent>();
  readonly #maxEvents: number;
  #step: number | undefined;
  #eventBytes = 0;
  #droppedEvents = 0;
  #lastDropped: number | undefined;
  #droppedInputs = 0;
  #isWatching = false;
  /** An input that has not taken effect yet. */
  #coming: Input | undefined;

  /** @param initial the state of the session before its first input */
  constructor(initial: SessionState, maxEvents = usualEvents) {
    this.#maxEvents = maxEvents;
    const { inputRateHz, outputRateHz } = initial.options;
    this.session = new SessionFollower(initial, timelineRateHz(inputRateHz, outputRateHz));
  }

  get dropped(): Dropped {
    return {
      events: this.#droppedEvents,
      inputs: this.#droppedInputs,
      ...(this.#lastDropped === undefined ? {} : { lastStep: this.#lastDropped }),
    };
  }

  get events(): readonly SeenEvent[] {
    return [...this.#events.values()];
  }

  mark({ step, phase, nowMs, said }: StepMark): void {
    if (said !== undefined) this.said.set(step, said);
    if (phase === 'end') return;
    const { problems, outages } = this.session.events;
    this.#step = step;
    this.starts.set(step, { atMs: nowMs, problems: problems.length, outages: outages.length });
  }

  input(input: Input): void {
    if (this.session.inputs >= maxInputs) {
      this.#droppedInputs += 1;
      return;
    }
    if (this.#isWatching) this.#coming = input;
    else this.#take(this.session.take(input));
  }

  /**
   * From now on it takes the states of the session itself instead of computing them again. Call it before whoever marks
   * the steps subscribes: what an input did belongs to the step in which it came.
   */
  watch(session: Pick<SessionView, 'getState' | 'subscribe'>): void {
    this.#isWatching = true;
    this.session.state = session.getState();
    session.subscribe(() => {
      const input = this.#coming;
      this.#coming = undefined;
      if (input !== undefined) this.#take(this.session.follow(input, session.getState()));
    });
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  /** What an inspection says without a WAV; call it when the session has ended. */
  report(): RecordingReport {
    const sources = {
      log: true,
      sound: false,
      ended: true,
      inputs: this.session.inputs,
      tornLines: 0,
      skippedLines: 0,
      lostLines: 0,
    };
    return reportOf({ path: '', sources, notes: [] }, { session: this.session });
  }

  #take(moment: Moment): void {
    this.responses.take(moment, this.#step, (itemId) => this.entrySteps.get(itemId));
    this.#entries(moment);
    this.#log(moment);
  }

  #entries(moment: Moment): void {
    for (const { was, is } of entryChanges(moment)) {
      if (is.kind === 'assistant' && is.cut !== undefined && !this.cutSteps.has(is.itemId))
        this.cutSteps.set(is.itemId, this.#step);
      if (was !== undefined || is.kind === 'notice' || this.entrySteps.has(is.key)) continue;
      const responseId = is.kind === 'assistant' ? is.responseId : responseOf(moment.input);
      const step = isCommit(moment.input) ? this.responses.committed : undefined;
      this.entrySteps.set(is.key, this.responses.stepOf(responseId) ?? step ?? this.#step);
    }
  }

  #log({ before, after }: Moment): void {
    if (after.log === before.log) return;
    const oldest = before.nextLogSequence - foldWindow;
    const from = after.log.findLastIndex(({ sequence }) => sequence < oldest) + 1;
    for (const entry of after.log.slice(from)) {
      const seen = this.#events.get(entry.sequence);
      if (seen?.entry === entry) continue;
      this.#events.set(entry.sequence, { step: seen ? seen.step : this.#step, entry });
      this.#eventBytes += bytesOf(entry) - (seen ? bytesOf(seen.entry) : 0);
    }
    while (this.#events.size > this.#maxEvents || this.#eventBytes > maxEventBytes)
      this.#dropOldest();
  }

  #dropOldest(): void {
    const [oldest] = this.#events;
    if (oldest === undefined) return;
    const [sequence, { step, entry }] = oldest;
    this.#eventBytes -= bytesOf(entry);
    this.#lastDropped = step ?? this.#lastDropped;
    this.#events.delete(sequence);
    this.#droppedEvents += 1;
  }
}

/** Of the one event that a line keeps. */
function bytesOf({ bytes, count }: LogEntry): number {
  return Math.min(maxLineBytes, bytes / count);
}

function isCommit(input: Input): boolean {
  return input.type === 'server' && input.event.type === 'input_audio_buffer.committed';
}

function responseOf(input: Input): string | undefined {
  const id = input.type === 'server' ? input.raw['response_id'] : undefined;
  return typeof id === 'string' ? id : undefined;
}
