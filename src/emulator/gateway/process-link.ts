import type { ClientEnd, Wire } from './wire.js';

/** What a client within this process hears from its link; never from within a call of the link. */
export interface LinkEvents {
  text(text: string): void;
  /** Nothing comes any more, and nothing arrives. */
  stalled(): void;
  /** Once, as the last. */
  closed(code: number, reason: string): void;
}

/** A client's side of a connection without a network: text both ways, nothing shared. */
export interface ProcessLink {
  send(text: string): void;
  /** What the service does not read yet. */
  readonly bufferedBytes: number;
  close(): void;
}

/** @param serve begins the session of the client */
export function openProcessLink(serve: (wire: Wire) => ClientEnd, events: LinkEvents): ProcessLink {
  let isOpen = true;
  let isPaused = false;
  const unread: Buffer[] = [];

  const end = (code: number, reason: string): void => {
    if (!isOpen) return;
    isOpen = false;
    queueMicrotask(() => {
      client.closed();
      events.closed(code, reason);
    });
  };
  const read = (): void => {
    // The service may pause or close after any message.
    while (isOpen && !isPaused) {
      const message = unread.shift();
      if (message === undefined) return;
      client.message(message);
    }
  };
  const client = serve({
    get isOpen() {
      return isOpen;
    },
    bufferedBytes: 0,
    get isPaused() {
      return isPaused;
    },
    send: (text) => {
      queueMicrotask(() => {
        events.text(text);
      });
    },
    close: (code, reason = '') => {
      end(code, reason);
    },
    cut: () => {
      end(1006, '');
    },
    stall: () => {
      queueMicrotask(() => {
        events.stalled();
      });
    },
    pause: () => {
      isPaused = true;
    },
    resume: () => {
      isPaused = false;
      queueMicrotask(read);
    },
  });
  return {
    send: (text) => {
      unread.push(Buffer.from(text));
      queueMicrotask(read);
    },
    get bufferedBytes() {
      return unread.reduce((sum, { length }) => sum + length, 0);
    },
    close: () => {
      end(1000, '');
    },
  };
}
