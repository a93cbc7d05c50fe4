import type { Moment } from '../../analysis/follow/moment.js';
import { isJsonObject } from '../../shared/json.js';

/** Requests for a response that are kept until it is created (drop-oldest): more than one is rare. */
const maxRequests = 100;

/**
 * Knows which step of a script a response belongs to: the one that requested it, else the one whose speech it answers,
 * else the one in which it was created.
 */
export class ResponseSteps {
  readonly #steps = new Map<string, number | undefined>();
  readonly #statuses = new Map<string, string>();
  #requests: readonly { readonly eventId: unknown; readonly step: number | undefined }[] = [];
  #committed: number | undefined;

  /** Statuses of the responses that are done, by id, in their order. */
  get statuses(): ReadonlyMap<string, string> {
    return this.#statuses;
  }

  stepOf(responseId: string | undefined): number | undefined {
    return responseId === undefined ? undefined : this.#steps.get(responseId);
  }

  take(
    { input }: Moment,
    step: number | undefined,
    stepOfItem: (itemId: string) => number | undefined,
  ): void {
    if (input.type === 'socket-closed') this.#requests = [];
    else if (input.type === 'sent' && input.raw['type'] === 'response.create') {
      const request = { eventId: input.raw['event_id'], step };
      this.#requests = [...this.#requests, request].slice(-maxRequests);
    }
    if (input.type !== 'server') return;
    const { event, raw } = input;
    switch (event.type) {
      case 'input_audio_buffer.committed':
        this.#committed = stepOfItem(event.item_id) ?? step;
        return;
      case 'error': {
        const error = raw['error'];
        const refused = isJsonObject(error) ? error['event_id'] : undefined;
        this.#requests = this.#requests.filter(
          ({ eventId }) => eventId === undefined || eventId !== refused,
        );
        return;
      }
      case 'response.created': {
        const [request, ...later] = this.#requests;
        this.#requests = later;
        this.#steps.set(event.response.id ?? '', request?.step ?? this.#committed ?? step);
        this.#committed = undefined;
        return;
      }
      case 'response.done':
        this.#statuses.set(event.response.id ?? '', event.response.status ?? '');
        return;
      default:
    }
  }
}
