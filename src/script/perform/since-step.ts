import type { Input } from '../../session/inputs.js';
import type { SessionState } from '../../session/state.js';
import { samplesToMs } from '../../session/units.js';

/** Kinds of events kept; the service has fewer. */
const maxKinds = 256;
/** Responses that one turn may lead to, with the rounds of its tools. */
const maxResponses = 64;

/** What happened since a step: the events of the service, and how much of its reply was heard. */
export class SinceStep {
  readonly #events = new Set<string>();
  readonly #responses = new Set<string>();
  #heardSamples = 0;

  /** A step is done: events are counted anew. */
  startStep(): void {
    this.#events.clear();
  }

  /** A step that begins a turn is done: its reply is one that is created after it. */
  startTurn(): void {
    this.#responses.clear();
    this.#heardSamples = 0;
  }

  /** @param state before the input takes effect */
  input(input: Input, state: SessionState): void {
    if (input.type === 'server' || input.type === 'unknown-event') {
      const name = input.type === 'server' ? input.event.type : input.name;
      if (this.#events.size < maxKinds) this.#events.add(name);
    }
    if (input.type === 'server' && input.event.type === 'response.created') {
      const { id } = input.event.response;
      if (id !== undefined && this.#responses.size < maxResponses) this.#responses.add(id);
    }
    if (input.type !== 'played') return;
    for (const { itemId, samples } of input.runs) {
      const part = state.playback.parts.find((each) => each.itemId === itemId);
      if (part !== undefined && this.#responses.has(part.responseId)) this.#heardSamples += samples;
    }
  }

  has(event: string): boolean {
    return this.#events.has(event);
  }

  get hasReply(): boolean {
    return this.#responses.size > 0;
  }

  heardMs(outputRateHz: number): number {
    return samplesToMs(this.#heardSamples, outputRateHz);
  }
}
