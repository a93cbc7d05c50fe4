import type { RawData, WebSocket } from 'ws';
import { parseClientEvent } from '../../protocol/parse.js';
import type { JsonObject } from '../../shared/json.js';
import { ScenarioEngine } from '../scenario/scenario-engine.js';
import { ClientSession } from '../client-session/client-session.js';
import { Conversation } from '../kernel/conversation.js';
import { createIds } from '../kernel/ids.js';
import { Inbox } from './inbox.js';
import type { SessionTarget } from './handshake.js';
import { Outbox } from './outbox.js';
import { createImmediatePace, createRecordedPace, type Pace } from '../kernel/pace.js';
import type { SpeechRecogniser, SpeechSynthesiser } from '../kernel/speech.js';
import type { Prng } from '../kernel/prng.js';
import type { Scenario } from '../scenario/scenario.js';
import {
  errorEvent,
  invalidRequest,
  ServiceErrorThrown,
  type ServiceError,
} from '../kernel/service-error.js';
import type { SessionContext } from '../kernel/session-context.js';
import { createdSession } from '../kernel/session-config.js';
import { SideEvents } from '../kernel/side-events.js';

/** The longest that a timer of Node can run. */
const longestTimerMs = 2 ** 31 - 1;

export type Latency = 'recorded' | 'none';

/** What all connections of a running emulator share. */
export interface Surroundings {
  readonly scenario: Scenario;
  readonly latency: Latency;
  readonly voice: SpeechSynthesiser;
  readonly ears: SpeechRecogniser;
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

/** Recorded with OpenAI, which the service proxies; for a shorter limit the text names that. */
function expired(limitS: number): ServiceError {
  const long = limitS >= 60 ? `${Math.round(limitS / 60)} minutes` : `${limitS} seconds`;
  return invalidRequest('session_expired', `Your session hit the maximum duration of ${long}.`);
}

/** Serves one client from `session.created` until its socket closes. */
export function serveClient(
  socket: WebSocket,
  target: SessionTarget,
  around: Surroundings,
  random: Prng,
): void {
  const { profile } = target;
  const ids = createIds(profile.modelClass, random.fork('ids'));
  const jitter = random.fork('jitter');
  const pace: Pace = around.latency === 'recorded' ? createRecordedPace() : createImmediatePace();
  const outbox = new Outbox(socket, ids, around.log);
  const { sessionLimitS } = around.scenario.service;
  const expiresAtS = around.now().getTime() / 1000 + sessionLimitS;
  let current: JsonObject = {
    ...createdSession(profile, ids.session(), expiresAtS),
    ...(target.agent === undefined ? {} : { agent: target.agent }),
  };
  const context: SessionContext = {
    profile,
    ids,
    jitter,
    pace,
    conversation: new Conversation(),
    conversationId: ids.conversation(),
    agentMode: target.agent !== undefined,
    clientEcho: target.clientEcho,
    sideEvents: new SideEvents(),
    voice: around.voice,
    ears: around.ears,
    session: () => current,
    send: (event) => {
      outbox.send(event);
    },
    expire: () => {
      context.send(errorEvent(expired(sessionLimitS), undefined));
      socket.close(1001);
    },
    drained: () => outbox.drained(),
    log: around.log,
  };
  const scenarioEngine = new ScenarioEngine(
    around.scenario,
    () => around.ears.available,
    around.now,
  );
  const session = new ClientSession(context, scenarioEngine, (updated) => {
    current = updated;
  });
  const handle = (text: string): void => {
    handleText(text, session, context);
  };
  const inbox = new Inbox(socket, pace, random.fork('way'), handle);
  context.send({ type: 'session.created', session: current });
  const limit = setTimeout(context.expire, Math.min(sessionLimitS * 1000, longestTimerMs));
  socket.on('message', (data, isBinary) => {
    const text = isBinary ? '' : textOf(data);
    if (around.latency === 'none') handle(text);
    else inbox.push(text);
  });
  socket.on('error', (error) => {
    around.log(`client connection: ${error.message}`);
  });
  socket.on('close', () => {
    clearTimeout(limit);
    inbox.close();
    session.close();
    pace.close();
  });
}
