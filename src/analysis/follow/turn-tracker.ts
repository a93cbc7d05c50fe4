import { turnEndMs } from '../../session/metrics/latency.js';
import { turnParts, type TurnParts } from '../../session/metrics/turn-parts.js';
import type { TurnMarks } from '../../session/state.js';
import { isJsonObject } from '../../shared/json.js';
import type { Moment } from './moment.js';

/** One turn of the user, on the session's clock. */
export interface TrackedTurn {
  marks: TurnMarks;
  responseIds: readonly string[];
  readonly itemIds: string[];
  answerMs?: number;
  parts?: TurnParts;
  costUsd: number;
}

/** Follows the turns of the session, as its core divides and times them. */
export class TurnTracker {
  readonly #turns: TrackedTurn[] = [];
  readonly #byResponse = new Map<string, TrackedTurn>();
  #current: TrackedTurn = emptyTurn();

  take({ input, before, after }: Moment): void {
    const { latency } = after;
    if (latency !== before.latency) {
      const begins =
        latency.responses !== before.latency.responses && latency.responses.length === 0;
      if (begins) this.#begin();
      this.#current.marks = latency.current;
      this.#current.responseIds = latency.responses;
      for (const id of latency.responses)
        if (!this.#byResponse.has(id)) this.#byResponse.set(id, this.#current);
      if (latency.answerMs !== before.latency.answerMs) {
        const answerMs = latency.answerMs.at(-1);
        const parts = turnParts(after);
        if (answerMs !== undefined) this.#current.answerMs = answerMs;
        if (parts !== undefined) this.#current.parts = parts;
      }
    }
    if (input.type === 'sent') this.#sent(input.raw['item']);
    if (input.type !== 'server') return;
    const { event } = input;
    if (event.type === 'input_audio_buffer.committed') this.#addItem(event.item_id);
    else if (event.type === 'response.done') {
      const turn = this.#byResponse.get(event.response.id ?? '') ?? this.#current;
      turn.costUsd += after.usage.costUsd - before.usage.costUsd;
    }
  }

  /** Those that ended, or that were answered without one. */
  end(): readonly TrackedTurn[] {
    this.#begin();
    return this.#turns;
  }

  #begin(): void {
    const { marks, responseIds } = this.#current;
    if (turnEndMs(marks) !== undefined || responseIds.length > 0) this.#turns.push(this.#current);
    this.#current = emptyTurn();
  }

  #sent(item: unknown): void {
    if (!isJsonObject(item) || item['role'] !== 'user') return;
    const { id } = item;
    // After a reconnection earlier items are sent again.
    const isKnown = this.#turns.some(
      ({ itemIds }) => typeof id === 'string' && itemIds.includes(id),
    );
    if (typeof id === 'string' && !isKnown) this.#addItem(id);
  }

  #addItem(id: string): void {
    if (!this.#current.itemIds.includes(id)) this.#current.itemIds.push(id);
  }
}

function emptyTurn(): TrackedTurn {
  return { marks: {}, responseIds: [], itemIds: [], costUsd: 0 };
}
