import { parseClientEvent, parseServerEvent, type ServerFrame } from '../../protocol/parse.js';
import type { FaultReport } from '../faults/fault.js';
import type { ConnectionObserver } from '../gateway/websocket-wire.js';
import type { Listeners } from './listeners.js';
import {
  ObservedSession,
  type EmulatorEvent,
  type EmulatorSession,
  type EventOfSession,
  type Message,
  type UnreadableMessage,
} from './observed-session.js';

/** The oldest ended one is forgotten beyond it. */
const maxSessions = 100;

/** What `on` can listen to, and what its listeners are called with. */
export interface EmulatorListeners {
  /** An event that a client sent, or that the emulator sent, in any session. */
  readonly event: EmulatorEvent;
  /** A message that is no event of the API. */
  readonly unreadable: UnreadableMessage;
  /** A fault that happened. */
  readonly fault: FaultReport;
}

interface Observation {
  readonly sessions: ObservedSession[];
  readonly keepEvents: number;
  readonly listeners: Listeners<EmulatorListeners>;
}

/** Writes down what goes over one connection, and tells listeners, if it becomes a session. */
export function createObserver({
  sessions,
  keepEvents,
  listeners,
}: Observation): ConnectionObserver {
  const session = new ObservedSession(keepEvents);
  /** Until the session has begun. */
  let early: Message[] | undefined = [];
  const tell = (message: Message): void => {
    session.add(message);
    if (listeners.has('event') || listeners.has('unreadable')) emit(listeners, session, message);
  };
  return {
    message: (from, text) => {
      if (early === undefined) tell({ from, text });
      // A client cannot know of a session before its first event.
      else if (from === 'server') early.push({ from, text });
    },
    began: (served) => {
      session.serve(served);
      sessions.push(session);
      const ended = sessions.findIndex(({ isOpen }) => !isOpen);
      if (sessions.length > maxSessions && ended >= 0) sessions.splice(ended, 1);
      for (const message of early ?? []) tell(message);
      early = undefined;
    },
    closed: () => {
      session.end();
    },
  };
}

function emit(
  listeners: Listeners<EmulatorListeners>,
  session: EmulatorSession,
  message: Message,
): void {
  const read = readMessage(message);
  if ('problem' in read) listeners.emit('unreadable', { session, ...message, ...read });
  else listeners.emit('event', { session, ...read });
}

function readMessage({ from, text }: Message): EventOfSession | { readonly problem: string } {
  if (from === 'client') {
    const frame = parseClientEvent(text);
    return frame.kind === 'known' ? { from, event: frame.event } : { problem: problemOf(frame) };
  }
  const frame = parseServerEvent(text);
  return frame.kind === 'known' ? { from, event: frame.event } : { problem: problemOf(frame) };
}

function problemOf(frame: Exclude<ServerFrame, { readonly kind: 'known' }>): string {
  return frame.kind === 'unknown' ? `unknown type ${frame.name}` : frame.reason;
}
