import type { ClientEvent } from '../../protocol/generated/types.js';
import { maxImageBytes } from '../connection/sent-images.js';

type CreateItem = Extract<ClientEvent, { type: 'conversation.item.create' }>;

/** The newest events with an image, to send them again over a new connection: 16 MiB; the oldest make room. */
export class KeptImages {
  readonly #events = new Map<string, { readonly event: CreateItem; readonly bytes: number }>();
  #bytes = 0;

  keep(event: ClientEvent, bytes: number): void {
    if (event.type !== 'conversation.item.create' || event.item?.type !== 'message') return;
    const { id, content } = event.item;
    if (id === undefined || !content.some(({ type }) => type === 'input_image')) return;
    this.#forget(id);
    this.#events.set(id, { event, bytes });
    this.#bytes += bytes;
    for (const oldest of this.#events.keys()) {
      if (this.#bytes <= maxImageBytes) return;
      this.#forget(oldest);
    }
  }

  /** The event that made this item; undefined when it is no longer kept. */
  find(itemId: string): CreateItem | undefined {
    return this.#events.get(itemId)?.event;
  }

  #forget(itemId: string): void {
    this.#bytes -= this.#events.get(itemId)?.bytes ?? 0;
    this.#events.delete(itemId);
  }
}
