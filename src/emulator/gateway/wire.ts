import type { JsonObject } from '../../shared/json.js';

/** The connection of one client as its session sees it: a WebSocket, or a link within this process. */
export interface Wire {
  readonly isOpen: boolean;
  /** What was sent and not yet taken by the network. */
  readonly bufferedBytes: number;
  /** Nothing is read from the client. */
  readonly isPaused: boolean;
  /** One text frame. */
  send(text: string): void;
  /** Starts to close; `ClientEnd.closed` follows. */
  close(code: number, reason?: string): void;
  /** Ends without a close frame, as when a network breaks; `ClientEnd.closed` follows. */
  readonly cut: () => void;
  /** Stops answering pings, as when a network swallows everything. */
  readonly stall: () => void;
  readonly pause: () => void;
  readonly resume: () => void;
}

/** What the session of a client takes from its wire. */
export interface ClientEnd {
  /** A message; a binary one is empty. */
  message(data: Buffer): void;
  closed(): void;
  /** Absent for a session that never began. */
  readonly session?: ServedSession;
}

/** A session, for who looks at it from outside. */
export interface ServedSession {
  readonly id: string;
  readonly model: string;
  /** Its conversation as it is now, in wire form. */
  items(): readonly JsonObject[];
}
