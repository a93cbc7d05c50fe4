import { randomBytes } from 'node:crypto';
import { systemClock, type Clock } from '../shared/clock.js';
import { serveClient, type Latency, type Surroundings } from './gateway/connection.js';
import { Counters } from './gateway/counters.js';
import { admission, type Admission, type UpgradeRequest } from './gateway/handshake.js';
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
  /** Makes ids, jitter and voice repeatable. */
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

export interface EmulatorService {
  readonly token: string;
  readonly counters: Counters;
  readonly log: (line: string) => void;
  admit(request: UpgradeRequest): Admission;
  /** Begins the session of a client. */
  serve(wire: Wire, decision: Accepted): ClientEnd;
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
  let served = 0;
  return {
    token,
    counters,
    log,
    admit: (request) => admission(request, { token, unavailableModels, unreachableProfiles }),
    serve: (wire, decision) => {
      served += 1;
      const stream = random.fork(`connection ${served}`);
      if (decision.kind === 'failed') return failClient(wire, decision.error, stream);
      return serveClient(wire, decision.target, around, stream);
    },
    close: async () => {
      await Promise.all([ownEars.close(), ownVoice.close()]);
    },
  };
}

/** A session that never begins: one error event, then the end. */
function failClient(wire: Wire, error: ServiceError, random: Prng): ClientEnd {
  const eventId = `event_${random.between(1e12, 9e12).toString(36)}`;
  wire.send(JSON.stringify({ event_id: eventId, ...errorEvent(error, undefined) }));
  wire.close(1000);
  return { message: () => undefined, closed: () => undefined };
}
