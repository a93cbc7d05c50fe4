import { randomBytes } from 'node:crypto';
import { systemClock, type Clock } from '../shared/clock.js';
import type { Fault, FaultReport } from './faults/fault.js';
import { FaultPlan, type ConnectionFaults } from './faults/fault-plan.js';
import { serveWithFaults } from './faults/faulty-wire.js';
import { failedHandshake, type FailedHandshake } from './faults/handshake-fault.js';
import { serveClient, type Latency, type Surroundings } from './gateway/connection.js';
import { Counters } from './gateway/counters.js';
import { admission, type Admission, type UpgradeRequest } from './gateway/handshake.js';
import { refusal } from './gateway/refusal.js';
import type { ClientEnd, Wire } from './gateway/wire.js';
import { createPrng, type Prng } from './kernel/prng.js';
import { errorEvent, type ServiceError } from './kernel/service-error.js';
import type { SpeechRecogniser, SpeechSynthesiser } from './kernel/speech.js';
import { LazyRecogniser } from './recognition/lazy-recogniser.js';
import { createRecognitionThread } from './recognition/recognition-thread.js';
import { spokenPhrases } from './scenario/phrases.js';
import type { Scenario } from './scenario/scenario.js';
import { createVoice } from './voice/emulator-voice.js';

const patientDeadlines = { openDeadlineMs: 120_000, answerDeadlineMs: 120_000 };

/** What the emulator is, however clients reach it. */
export interface ServiceOptions {
  /** What clients must present; random by default. */
  readonly token?: string;
  readonly scenario: Scenario;
  /** `recorded`: answers as late as the recorded service; `none`: at once, in the same order. */
  readonly latency: Latency;
  /** What goes wrong. */
  readonly faults?: readonly Fault[];
  /** Called for every fault that happens. */
  readonly onFault?: (report: FaultReport) => void;
  /** Makes ids, jitter, voice and faults repeatable. */
  readonly seed?: number;
  /** What to speak and hear with, instead of the emulator's own. */
  readonly voice?: SpeechSynthesiser;
  readonly ears?: SpeechRecogniser;
  /** For everything that takes time; the machine's when absent. */
  readonly clock?: Clock;
  /** Clock for the time of day. */
  readonly now?: () => Date;
  /** Takes lines for the operator: nothing is printed. */
  readonly log?: (line: string) => void;
}

type Accepted = Exclude<Admission, { kind: 'refused' }>;

/** What becomes of a connection request, and of the faults of its connection. */
export type Reception =
  | FailedHandshake
  | {
      readonly kind: 'accepted';
      /** Time until the answer. */
      readonly delayMs: number;
      /** Begins the session of the client. */
      readonly serve: (wire: Wire) => ClientEnd;
    };

export interface EmulatorService {
  readonly token: string;
  readonly counters: Counters;
  readonly log: (line: string) => void;
  readonly clock: Clock;
  receive(request: UpgradeRequest): Reception;
  /** Ends helpers. */
  close(): Promise<void>;
}

/** The service that all clients share, with its voice and ears. */
export function createService(options: ServiceOptions): EmulatorService {
  const token = options.token ?? randomBytes(24).toString('base64url');
  const random = createPrng(options.seed);
  const log = options.log ?? (() => undefined);
  const counters = new Counters(log);
  const { turns, slots, service } = options.scenario;
  const { unavailableModels, unreachableProfiles } = service;
  const clock = options.clock ?? systemClock;
  const phrases = spokenPhrases(turns, slots);
  // In virtual time nobody waits, and a busy machine must not change what was heard.
  const patience = clock.hold === undefined ? {} : patientDeadlines;
  const ownEars = new LazyRecogniser(
    () => createRecognitionThread({ phrases, log, ...patience }),
    log,
  );
  const ownVoice = createVoice({ log });
  const around: Surroundings = {
    scenario: options.scenario,
    latency: options.latency,
    voice: options.voice ?? ownVoice,
    ears: options.ears ?? ownEars,
    clock,
    now: options.now ?? (() => new Date()),
    log,
    counters,
  };
  const { faults = [], onFault } = options;
  const plan =
    faults.length === 0
      ? undefined
      : new FaultPlan(faults, random.fork('faults'), (report) => {
          const { index, connection, at } = report;
          const what = `fault ${index + 1} of the list at ${at}, connection ${connection}`;
          counters.count('faults', what);
          onFault?.(report);
        });
  let served = 0;
  const begin = (wire: Wire, decision: Accepted, suffered?: ConnectionFaults): ClientEnd => {
    served += 1;
    const stream = random.fork(`connection ${served}`);
    const serve = (inner: Wire): ClientEnd =>
      decision.kind === 'failed'
        ? failClient(inner, decision.error, stream)
        : serveClient(inner, decision.target, around, stream);
    if (suffered === undefined) return serve(wire);
    const { sessionLimitS } = service;
    const ids = stream.fork('faults');
    const terms = {
      ...{ faults: suffered, clock, counters, sessionLimitS },
      eventId: () => inventedEventId(ids),
    };
    return serveWithFaults(wire, terms, serve);
  };
  return {
    token,
    counters,
    log,
    clock,
    receive: (request) => {
      const rules = { token, unavailableModels, unreachableProfiles };
      const decision = admission(request, rules);
      if (decision.kind === 'refused') {
        const { status, message } = decision;
        return { kind: 'refused', refusal: refusal(status, message) };
      }
      const suffered = plan?.connect();
      const fault = suffered?.atHandshake();
      return (
        (fault && failedHandshake(fault)) ?? {
          kind: 'accepted',
          delayMs: fault && 'delay_ms' in fault ? fault.delay_ms : 0,
          serve: (wire) => begin(wire, decision, suffered),
        }
      );
    },
    close: async () => {
      await Promise.all([ownEars.close(), ownVoice.close()]);
    },
  };
}

/** A session that never begins: one error event, then the end. */
function failClient(wire: Wire, error: ServiceError, random: Prng): ClientEnd {
  wire.send(JSON.stringify({ event_id: inventedEventId(random), ...errorEvent(error, undefined) }));
  wire.close(1000);
  return { message: () => undefined, closed: () => undefined };
}

/** An id for an event that is not of a session. */
function inventedEventId(random: Prng): string {
  return `event_${random.between(1e12, 9e12).toString(36)}`;
}
