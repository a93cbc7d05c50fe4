import { parseClientEvent, parseServerEvent, readServerEvent } from '../../protocol/parse.js';
import type { ClientEvent, ResponseItem, ServerEvent } from '../../protocol/generated/types.js';
import type { ServedSession } from '../gateway/wire.js';

/** What is kept of the messages of a session; beyond it the oldest are forgotten. */
const maxKeptBytes = 8 * 1024 * 1024;

/** A session of the emulator, as it is at the time of looking. Looking changes nothing. */
export interface EmulatorSession {
  /** As in `session.created`. */
  readonly id: string;
  /** The session's model, as in `session.created`. */
  readonly model: string;
  /** Whether the connection still exists. */
  readonly isOpen: boolean;
  /** Events of the client in their order, as they arrived: before faults. Null is absent, as in all events here. */
  readonly received: readonly ClientEvent[];
  /** Events of the emulator in their order, as they were sent: after faults. */
  readonly sent: readonly ServerEvent[];
  /** The conversation, the oldest item first. */
  readonly items: readonly ResponseItem[];
  /** Messages that are no longer in `received` and `sent`: the oldest, beyond `keepEvents` or 8 MB. */
  readonly forgottenEvents: number;
}

/** An event, in the direction of `from`; null is absent. */
export type EventOfSession =
  | { readonly from: 'client'; readonly event: ClientEvent }
  | { readonly from: 'server'; readonly event: ServerEvent };

/** An event and its session. */
export type EmulatorEvent = EventOfSession & { readonly session: EmulatorSession };

/** A message that is no event of the API: not JSON, of an unknown type, or of a wrong shape. */
export interface UnreadableMessage {
  readonly session: EmulatorSession;
  readonly from: 'client' | 'server';
  /** Empty for a binary message. */
  readonly text: string;
  /** What is wrong with it. */
  readonly problem: string;
}

/** A message as it is on the line. */
export interface Message {
  readonly from: 'client' | 'server';
  readonly text: string;
}

/** Writes down what goes over the wire of a session; it is only read when somebody looks. */
export class ObservedSession implements EmulatorSession {
  readonly #keepEvents: number;
  readonly #messages: Message[] = [];
  #bytes = 0;
  #forgotten = 0;
  #served: ServedSession = { id: '', model: '', items: () => [] };
  #isOpen = true;

  constructor(keepEvents: number) {
    this.#keepEvents = keepEvents;
  }

  get id(): string {
    return this.#served.id;
  }

  get model(): string {
    return this.#served.model;
  }

  get isOpen(): boolean {
    return this.#isOpen;
  }

  get forgottenEvents(): number {
    return this.#forgotten;
  }

  get received(): readonly ClientEvent[] {
    return this.#framesFrom('client', parseClientEvent);
  }

  get sent(): readonly ServerEvent[] {
    return this.#framesFrom('server', parseServerEvent);
  }

  get items(): readonly ResponseItem[] {
    return this.#served.items().flatMap((item) => {
      const copy = structuredClone(item);
      const read = readServerEvent({ type: 'conversation.item.created', item: copy });
      if (read.kind !== 'known' || read.event.type !== 'conversation.item.created') return [];
      return read.event.item ?? [];
    });
  }

  /** The session of this record began. */
  serve(session: ServedSession): void {
    this.#served = session;
  }

  add(message: Message): void {
    this.#messages.push(message);
    this.#bytes += Buffer.byteLength(message.text);
    while (this.#messages.length > this.#keepEvents || this.#bytes > maxKeptBytes) {
      const oldest = this.#messages.shift();
      if (oldest === undefined) return;
      this.#bytes -= Buffer.byteLength(oldest.text);
      this.#forgotten += 1;
    }
  }

  /** The connection is gone; what the session was is kept, without its sound. */
  end(): void {
    const { id, model } = this.#served;
    const items = [...this.#served.items()];
    this.#served = { id, model, items: () => items };
    this.#isOpen = false;
  }

  #framesFrom<Event>(
    from: Message['from'],
    parse: (text: string) => Frame<Event>,
  ): readonly Event[] {
    return this.#messages.flatMap((message) => {
      if (message.from !== from) return [];
      const frame = parse(message.text);
      return frame.kind === 'known' ? [frame.event] : [];
    });
  }
}

type Frame<Event> =
  { readonly kind: 'known'; readonly event: Event } | { readonly kind: 'unknown' | 'malformed' };
