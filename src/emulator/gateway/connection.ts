import { isAscii } from 'node:buffer';
import { parseClientEvent, type ClientFrame } from '../../protocol/parse.js';
import type { JsonObject } from '../../shared/json.js';
import { during, type Clock } from '../../shared/clock.js';
import { ScenarioEngine } from '../scenario/scenario-engine.js';
import { ClientSession } from '../client-session/client-session.js';
import { Conversation } from '../kernel/conversation.js';
import { createIds } from '../kernel/ids.js';
import { audioSlices } from './audio-slices.js';
import { enforceMemoryLimit } from './client-limits.js';
import type { Counters } from './counters.js';
import { Inbox } from './inbox.js';
import { nextTurn } from '../kernel/turns.js';
import { isIntricate } from './json-shape.js';
import type { SessionTarget } from './handshake.js';
import { Outbox } from './outbox.js';
import { createImmediatePace, createRecordedPace, type Pace } from '../kernel/pace.js';
import type { ClientEnd, Wire } from './wire.js';
import type { SpeechRecogniser, SpeechSynthesiser } from '../kernel/speech.js';
import type { Prng } from '../kernel/prng.js';
import type { Scenario } from '../scenario/scenario.js';
import {
  errorEvent,
  invalidRequest,
  ServiceErrorThrown,
  sessionExpired,
} from '../kernel/service-error.js';
import type { SessionContext } from '../kernel/session-context.js';
import { createdSession } from '../kernel/session-config.js';
import { SideEvents } from '../kernel/side-events.js';
import { textValue } from '../kernel/text-value.js';

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
  readonly counters: Counters;
  readonly clock: Clock;
}

/** The `event_id` a client gave its event; errors repeat it. */
function clientEventId(raw: JsonObject | undefined): string | undefined {
  const id = raw?.['event_id'];
  return typeof id === 'string' ? id : undefined;
}

/** Does what a frame asks for, or answers with an error. False for the error. */
function handleFrame(frame: ClientFrame, session: ClientSession, context: SessionContext): boolean {
  try {
    switch (frame.kind) {
      case 'known':
        session.handle(frame);
        return true;
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
    const id = clientEventId(frame.raw);
    if (error instanceof ServiceErrorThrown) {
      context.send(errorEvent(error.error, id));
      return false;
    }
    context.log(
      `emulator: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
    );
    const message = 'The server had an error while processing your request.';
    context.send(
      errorEvent({ message, type: 'server_error', code: 'server_error', param: null }, id),
    );
    return false;
  }
}

/** Serves one client from `session.created` until its connection closes. */
export function serveClient(
  wire: Wire,
  target: SessionTarget,
  around: Surroundings,
  random: Prng,
): ClientEnd {
  const { profile } = target;
  const { clock } = around;
  const ids = createIds(profile.modelClass, random.fork('ids'));
  const jitter = random.fork('jitter');
  const pace: Pace =
    around.latency === 'recorded' ? createRecordedPace(clock) : createImmediatePace(clock);
  const outbox = new Outbox(wire, ids, clock);
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
    clock,
    pace,
    conversation: new Conversation(() => {
      around.counters.count('forgotten items', 'the oldest of a conversation that is full');
    }),
    conversationId: ids.conversation(),
    agentMode: target.agent !== undefined,
    clientEcho: target.clientEcho,
    sideEvents: new SideEvents(),
    voice: around.voice,
    ears: around.ears,
    session: () => current,
    send: (event) => {
      if (!outbox.isFull || !isOverLimit()) outbox.send(event);
    },
    expire: () => {
      context.send(errorEvent(sessionExpired(sessionLimitS), undefined));
      wire.close(1001);
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
  const handle = (data: Buffer): Promise<void> | undefined => {
    if (isIntricate(data)) {
      const problem = invalidRequest('invalid_event', 'The event has too many values.');
      context.send(errorEvent(problem, undefined));
      return undefined;
    }
    const frame = parseClientEvent(data.toString(isAscii(data) ? 'latin1' : 'utf8'));
    const slices = audioSlices(frame);
    if (slices !== undefined) return handleInTurns(slices);
    handleFrame(frame, session, context);
    return undefined;
  };
  const handleInTurns = async (frames: Iterable<ClientFrame>): Promise<void> => {
    for (const frame of frames) {
      await during(clock, nextTurn());
      if (!wire.isOpen || !handleFrame(frame, session, context)) return;
    }
  };
  const inbox = new Inbox({ wire, clock, pace, jitter: random.fork('way'), outbox, handle });
  const isOverLimit = (): boolean =>
    !wire.isOpen ||
    enforceMemoryLimit(
      wire,
      { inboxBytes: inbox.bytes, outboxBytes: outbox.bytes, sessionBytes: session.bytes },
      around.counters,
    );
  context.send({ type: 'session.created', session: current });
  const cancelLimit = clock.after(Math.min(sessionLimitS * 1000, longestTimerMs), context.expire);
  return {
    session: {
      get id() {
        return textValue(current['id']);
      },
      get model() {
        return textValue(current['model']);
      },
      items: () => context.conversation.entries.map(({ item }) => item),
    },
    message: (data) => {
      inbox.push(data);
      isOverLimit();
    },
    closed: () => {
      cancelLimit();
      inbox.close();
      session.close();
      pace.close();
    },
  };
}
