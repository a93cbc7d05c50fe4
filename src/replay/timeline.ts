import type { Batch } from '../recording/log-reader.js';
import { initialState } from '../session/initial-state.js';
import type { Input } from '../session/inputs.js';
import type { SessionOptions, SessionState } from '../session/state.js';
import { update } from '../session/update.js';
import { beginsLine, marksOf, type MarkKind } from './marks.js';
import { NumberList } from './number-list.js';

/** Inputs between two kept states; doubled whenever there are too many states. */
const firstInterval = 200;
/** States kept, an even number; they share what did not change between them. Past this every second one is dropped. */
const maxSnapshots = 640;
/** Stretches of inputs kept after they were read again. */
const maxStretches = 4;

/** A state that was kept. */
interface Snapshot {
  /** Inputs that led to it. */
  readonly index: number;
  /** Where the next input's line starts in the log. */
  readonly byte: number;
  readonly state: SessionState;
}

export interface TimelineOptions {
  readonly session: SessionOptions;
  /** Reads inputs again, from the start of one batch to the start of another. */
  readonly read: (fromByte: number, toByte: number) => readonly Input[];
  /** For tests. */
  readonly firstInterval?: number;
  readonly maxSnapshots?: number;
  readonly onUpdate?: () => void;
}

/**
 * Every state that a recorded session went through. A position is the number of inputs that led to a state. States are
 * kept at intervals; those between are made again from the inputs, which are read again from the log: the inputs of a
 * whole recording are never in memory.
 */
export class Timeline {
  readonly #options: TimelineOptions;
  readonly #times = new NumberList();
  /** Positions at which a line of the event log begins. */
  readonly lines = new NumberList();
  readonly #marks: Readonly<Record<MarkKind, NumberList>> = {
    turn: new NumberList(),
    interruption: new NumberList(),
    error: new NumberList(),
  };
  #snapshots: Snapshot[];
  #interval: number;
  /** Inputs since the last kept state. */
  #newest: Input[] = [];
  #head: SessionState;
  #cursor: { readonly index: number; readonly state: SessionState };
  /** By the position of their first input, the latest used last. */
  readonly #stretches = new Map<number, readonly Input[]>();

  constructor(options: TimelineOptions) {
    this.#options = options;
    this.#interval = options.firstInterval ?? firstInterval;
    this.#head = initialState(options.session);
    this.#cursor = { index: 0, state: this.#head };
    this.#snapshots = [{ index: 0, byte: 0, state: this.#head }];
  }

  /** Inputs so far: the last position. */
  get length(): number {
    return this.#times.length;
  }

  /** Session time of the last input. */
  get endMs(): number {
    return this.#times.last ?? 0;
  }

  marks(kind: MarkKind): NumberList {
    return this.#marks[kind];
  }

  /** Adds what was read next. */
  append({ start, inputs }: Batch): void {
    if (this.length === 0) this.#snapshots = [{ index: 0, byte: start, state: this.#head }];
    else if (this.#newest.length >= this.#interval) this.#keep(start);
    for (const input of inputs) {
      const before = this.#head;
      this.#head = this.#update(before, input);
      this.#times.push(input.nowMs);
      if (beginsLine(before, this.#head)) this.lines.push(this.length);
      for (const kind of marksOf(input, before, this.#head)) this.#marks[kind].push(this.length);
      this.#newest.push(input);
    }
  }

  /** The position after everything that had happened by then. */
  positionAt(ms: number): number {
    return this.#times.countUpTo(ms);
  }

  /** Session time at a position: that of the input which led to it. */
  timeAt(position: number): number {
    return this.#times.at(position - 1) ?? 0;
  }

  stateAt(position: number): SessionState {
    const wanted = Math.max(0, Math.min(position, this.length));
    const { snapshot, inputs } = this.#stretchOf(wanted);
    const { index } = this.#cursor;
    if (index > wanted || index < snapshot.index) this.#cursor = snapshot;
    let { state } = this.#cursor;
    const from = this.#cursor.index - snapshot.index;
    for (const input of inputs.slice(from, wanted - snapshot.index))
      state = this.#update(state, input);
    this.#cursor = { index: wanted, state };
    return state;
  }

  #update(state: SessionState, input: Input): SessionState {
    this.#options.onUpdate?.();
    return update(state, input).state;
  }

  #keep(byte: number): void {
    this.#snapshots.push({ index: this.length, byte, state: this.#head });
    this.#newest = [];
    if (this.#snapshots.length <= (this.#options.maxSnapshots ?? maxSnapshots)) return;
    this.#interval *= 2;
    // Their number is odd here, so that the first and the newest stay.
    this.#snapshots = this.#snapshots.filter((_, index) => index % 2 === 0);
    this.#stretches.clear();
  }

  /** The last kept state up to a position, and the inputs from there to the next one. */
  #stretchOf(position: number): { readonly snapshot: Snapshot; readonly inputs: readonly Input[] } {
    const at = this.#snapshots.findLastIndex(({ index }) => index <= position);
    const snapshot = this.#snapshots[at];
    if (snapshot === undefined) throw new Error('there is always a state at the start');
    const next = this.#snapshots[at + 1];
    return { snapshot, inputs: next ? this.#stretch(snapshot, next.byte) : this.#newest };
  }

  #stretch({ index, byte }: Snapshot, toByte: number): readonly Input[] {
    const known = this.#stretches.get(index);
    const inputs = known ?? this.#options.read(byte, toByte);
    this.#stretches.delete(index);
    this.#stretches.set(index, inputs);
    for (const oldest of this.#stretches.keys()) {
      if (this.#stretches.size <= maxStretches) break;
      this.#stretches.delete(oldest);
    }
    return inputs;
  }
}
