import type { RawData, WebSocket } from 'ws';
import { parseClientEvent } from '../protocol/parse.js';
import type { JsonObject } from '../shared/json.js';
import { Brain } from './brain.js';
import { ClientSession } from './client-session.js';
import { Conversation } from './conversation.js';
import { createIds } from './ids.js';
import { Inbox } from './inbox.js';
import type { ModelProfile } from './model-class.js';
import { Outbox } from './outbox.js';
import { createImmediatePace, createRecordedPace, type Pace } from './pace.js';
import type { EarsPort, VoicePort } from './ports.js';
import type { Prng } from './prng.js';
import type { Scenario } from './scenario.js';
import { errorEvent, invalidRequest, ServiceErrorThrown } from './service-error.js';
import type { SessionContext } from './session-context.js';
import { createdSession } from './session-config.js';
import { SideEvents } from './side-events.js';

export type Latency = 'recorded' | 'none';

/** What all connections of a running emulator share. */
export interface Surroundings {
  readonly scenario: Scenario;
  readonly latency: Latency;
  readonly voice: VoicePort;
  readonly ears: EarsPort;
  readonly now: () => Date;
  readonly log: (line: string) => void;
}

function textOf(data: RawData): string {
  if (Array.isArray(data)) return Buffer.concat(data).toString('utf8');
  return Buffer.from(data instanceof ArrayBuffer ? new Uint8Array(data) : data).toString('utf8');
}

/** The `event_id` a client gave its event; errors repeat it. */
function clientEventId(raw: JsonObject | undefined): string | undefined {
  const id = raw?.['event_id'];
  return typeof id === 'string' ? id : undefined;
}

function handleText(text: string, session: ClientSession, context: SessionContext): void {
  const frame = parseClientEvent(text);
  const id = clientEventId(frame.raw);
  try {
    switch (frame.kind) {
      case 'known':
        session.handle(frame);
        return;
      case 'unknown':
        throw new ServiceErrorThrown(
          invalidRequest('invalid_value', `Invalid value: '${frame.name.slice(0, 100)}'.`, 'type'),
        );
      case 'malformed':
        throw new ServiceErrorThrown(
          invalidRequest('invalid_event', `The event could not be read: ${frame.reason}.`),
        );
    }
  } catch (error) {
    if (error instanceof ServiceErrorThrown) {
      context.send(errorEvent(error.error, id));
      return;
    }
    context.log(
      `emulator: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
    );
    const message = 'The server had an error while processing your request.';
    context.send(
      errorEvent({ message, type: 'server_error', code: 'server_error', param: null }, id),
    );
  }
}

/** Serves one client from `session.created` until its socket closes. */
export function serveClient(
  socket: WebSocket,
  profile: ModelProfile,
  around: Surroundings,
  random: Prng,
): void {
  const ids = createIds(profile.modelClass, random.fork('ids'));
  const jitter = random.fork('jitter');
  const pace: Pace = around.latency === 'recorded' ? createRecordedPace() : createImmediatePace();
  const outbox = new Outbox(socket, ids, around.log);
  let current = createdSession(profile, ids.session(), around.now().getTime() / 1000);
  const context: SessionContext = {
    profile,
    ids,
    jitter,
    pace,
    conversation: new Conversation(),
    conversationId: ids.conversation(),
    sideEvents: new SideEvents(),
    voice: around.voice,
    ears: around.ears,
    session: () => current,
    send: (event) => {
      outbox.send(event);
    },
    drained: () => outbox.drained(),
    log: around.log,
  };
  const brain = new Brain(around.scenario, () => around.ears.available, around.now);
  const session = new ClientSession(context, brain, (updated) => {
    current = updated;
  });
  const handle = (text: string): void => {
    handleText(text, session, context);
  };
  const inbox = new Inbox(socket, pace, random.fork('way'), handle);
  context.send({ type: 'session.created', session: current });
  socket.on('message', (data, isBinary) => {
    const text = isBinary ? '' : textOf(data);
    if (around.latency === 'none') handle(text);
    else inbox.push(text);
  });
  socket.on('error', (error) => {
    around.log(`client connection: ${error.message}`);
  });
  socket.on('close', () => {
    inbox.close();
    session.close();
    pace.close();
  });
}
