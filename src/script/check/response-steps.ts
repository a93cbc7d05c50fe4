import type { Moment } from '../../analysis/follow/moment.js';
import { isJsonObject } from '../../shared/json.js';

/** Requests that are kept until they are answered (drop-oldest): more than one is rare. */
const maxRequests = 100;

/** A client event that waits for its answer. */
interface Request {
  readonly eventId: unknown;
  readonly step: number | undefined;
}

/**
 * Knows which step of a script a response belongs to: the one that requested it, else the one whose speech it answers,
 * else the one in which it was created. Speech that the client commits belongs to the step that did.
 */
export class ResponseSteps {
  readonly #steps = new Map<string, number | undefined>();
  readonly #statuses = new Map<string, string>();
  #requests: readonly Request[] = [];
  #commits: readonly Request[] = [];
  #committed: number | undefined;

  /** Statuses of the responses that are done, by id, in their order. */
  get statuses(): ReadonlyMap<string, string> {
    return this.#statuses;
  }

  /** The step of the speech that was committed last and that no response has answered. */
  get committed(): number | undefined {
    return this.#committed;
  }

  stepOf(responseId: string | undefined): number | undefined {
    return responseId === undefined ? undefined : this.#steps.get(responseId);
  }

  take(
    { input }: Moment,
    step: number | undefined,
    stepOfItem: (itemId: string) => number | undefined,
  ): void {
    if (input.type === 'socket-closed') {
      this.#requests = [];
      this.#commits = [];
    } else if (input.type === 'sent') {
      const request = { eventId: input.raw['event_id'], step };
      if (input.raw['type'] === 'response.create')
        this.#requests = [...this.#requests, request].slice(-maxRequests);
      else if (input.raw['type'] === 'input_audio_buffer.commit')
        this.#commits = [...this.#commits, request].slice(-maxRequests);
    }
    if (input.type !== 'server') return;
    const { event, raw } = input;
    switch (event.type) {
      case 'input_audio_buffer.committed': {
        const [commit, ...later] = this.#commits;
        this.#commits = later;
        this.#committed = stepOfItem(event.item_id) ?? commit?.step ?? step;
        return;
      }
      case 'error': {
        const error = raw['error'];
        const refused = isJsonObject(error) ? error['event_id'] : undefined;
        const isOpen = ({ eventId }: Request): boolean =>
          eventId === undefined || eventId !== refused;
        this.#requests = this.#requests.filter(isOpen);
        this.#commits = this.#commits.filter(isOpen);
        return;
      }
      case 'response.created':
        this.#begin(event.response.id ?? '', step);
        return;
      case 'response.done':
        // Its beginning may have been lost or garbled on the way.
        if (!this.#steps.has(event.response.id ?? '')) this.#begin(event.response.id ?? '', step);
        this.#statuses.set(event.response.id ?? '', event.response.status ?? '');
        return;
      default:
    }
  }

  /** The oldest request gets its response. */
  #begin(responseId: string, step: number | undefined): void {
    const [request, ...later] = this.#requests;
    this.#requests = later;
    this.#steps.set(responseId, request?.step ?? this.#committed ?? step);
    this.#committed = undefined;
  }
}
