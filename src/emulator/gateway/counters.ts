/** Counts of what the server turned away, cut, or did wrong on purpose. */
export interface Counts {
  readonly 'too many sockets': number;
  readonly 'too many clients': number;
  readonly 'failed accepts': number;
  readonly 'clients that keep too much': number;
  readonly 'clients that do not read': number;
  readonly 'messages that do not end': number;
  readonly 'forgotten items': number;
  readonly faults: number;
  readonly 'delays that ended early': number;
}

const none: Counts = {
  'too many sockets': 0,
  'too many clients': 0,
  'failed accepts': 0,
  'clients that keep too much': 0,
  'clients that do not read': 0,
  'messages that do not end': 0,
  'forgotten items': 0,
  faults: 0,
  'delays that ended early': 0,
};

/** Counts by reason. The operator reads of the first and then of each doubling, so that no flood fills the log. */
export class Counters {
  readonly #log: (line: string) => void;
  #counts = none;

  constructor(log: (line: string) => void) {
    this.#log = log;
  }

  /** @param detail of this one, for the log */
  count(reason: keyof Counts, detail: string): void {
    const count = this.#counts[reason] + 1;
    this.#counts = { ...this.#counts, [reason]: count };
    if (Number.isInteger(Math.log2(count))) this.#log(`${reason}: ${count} so far (${detail})`);
  }

  read(): Counts {
    return this.#counts;
  }
}
