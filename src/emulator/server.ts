import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type WebSocket } from 'ws';
import { messageOf, VoiceliveError } from '../shared/errors.js';
import { defaultMessageDeadlineMs } from '../shared/message-deadline.js';
import { serveClient, type Latency, type Surroundings } from './gateway/connection.js';
import { Counters, type Counts } from './gateway/counters.js';
import { createRecognitionThread } from './recognition/recognition-thread.js';
import { admission } from './gateway/handshake.js';
import { OpenSockets, refuse } from './gateway/open-sockets.js';
import { spokenPhrases } from './scenario/phrases.js';
import { createPrng, type Prng } from './kernel/prng.js';
import { LazyRecogniser } from './recognition/lazy-recogniser.js';
import type { SpeechRecogniser, SpeechSynthesiser } from './kernel/speech.js';
import type { Scenario } from './scenario/scenario.js';
import { errorEvent, type ServiceError } from './kernel/service-error.js';
import { createVoice } from './voice/emulator-voice.js';

const maxClients = 32;
const maxPayloadBytes = 16 * 1024 * 1024;
const closeDeadlineMs = 1000;
/** Time that a connection has to send its request. */
const requestDeadlineMs = 5000;

export interface EmulatorOptions {
  /** TCP port on 127.0.0.1; 0, the default, takes a free one. */
  readonly port?: number;
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
  /** Time for a message of a client to end, beside what its bytes take on a slow line; default 30 s. */
  readonly messageDeadlineMs?: number;
  /** Clock for the time of day. */
  readonly now?: () => Date;
  /** Takes lines for the operator: nothing is printed. */
  readonly log?: (line: string) => void;
}

export interface RunningEmulator {
  /** `http://127.0.0.1:PORT`. */
  readonly url: string;
  readonly token: string;
  /** Sockets that are open now, of clients and of connections that are being refused. */
  readonly openSockets: number;
  /** What was turned away or cut so far; the log has it, too. */
  counters(): Counts;
  /** Idempotent. Ends connections and helpers within about a second. */
  close(): Promise<void>;
}

/** A session that never begins: one error event, then the end. */
function failClient(socket: WebSocket, error: ServiceError, random: Prng): void {
  const eventId = `event_${random.between(1e12, 9e12).toString(36)}`;
  socket.send(JSON.stringify({ event_id: eventId, ...errorEvent(error, undefined) }));
  socket.close(1000);
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const fail = (error: Error): void => {
      reject(
        new VoiceliveError(`The emulator cannot listen on port ${port}: ${error.message}`, {
          code: 'emulator-port',
          exitCode: 2,
          hint: 'Use another --port, or 0 for a free one.',
          cause: error,
        }),
      );
    };
    server.once('error', fail);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', fail);
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : port);
    });
  });
}

/**
 * Starts a Voice Live server for this machine: a WebSocket on 127.0.0.1, path `/voice-live/realtime`, for clients that
 * present the token.
 * @throws VoiceliveError `emulator-port` when the port cannot be had
 */
export async function startEmulator(options: EmulatorOptions): Promise<RunningEmulator> {
  const token = options.token ?? randomBytes(24).toString('base64url');
  const random = createPrng(options.seed);
  const log = options.log ?? (() => undefined);
  const counters = new Counters(log);
  const { turns, slots, service } = options.scenario;
  const { unavailableModels, unreachableProfiles } = service;
  const ownEars = new LazyRecogniser(
    () => createRecognitionThread({ phrases: spokenPhrases(turns, slots), log }),
    log,
  );
  const ownVoice = createVoice({ log });
  const around: Surroundings = {
    scenario: options.scenario,
    latency: options.latency,
    voice: options.voice ?? ownVoice,
    ears: options.ears ?? ownEars,
    now: options.now ?? (() => new Date()),
    log,
    counters,
    messageDeadlineMs: options.messageDeadlineMs ?? defaultMessageDeadlineMs,
  };
  const socketOptions = {
    noServer: true,
    maxPayload: maxPayloadBytes,
    perMessageDeflate: false,
    closeTimeout: closeDeadlineMs,
  };
  const clients = new WebSocketServer(socketOptions);
  const deadlines = {
    headersTimeout: requestDeadlineMs,
    requestTimeout: requestDeadlineMs,
    connectionsCheckingInterval: 1000,
  };
  const server = createServer(deadlines, ({ socket }) => {
    refuse(socket, 404, 'Resource not found');
  });
  let served = 0;

  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    socket.on('error', (error) => {
      log(`client connection: ${messageOf(error)}`);
    });
    const decision = admission(request, { token, unavailableModels, unreachableProfiles });
    if (decision.kind === 'refused') {
      refuse(socket, decision.status, decision.message);
    } else if (clients.clients.size >= maxClients) {
      counters.count('too many clients', `${maxClients} are connected`);
      refuse(socket, 429, 'Too many connections.');
    } else {
      openSockets.keep(socket);
      clients.handleUpgrade(request, socket, head, (client) => {
        served += 1;
        const stream = random.fork(`connection ${served}`);
        if (decision.kind === 'failed') failClient(client, decision.error, stream);
        else serveClient(client, socket, decision.target, around, stream);
      });
    }
  });

  const port = await listen(server, options.port ?? 0);
  const openSockets = new OpenSockets(server, counters);
  let closing: Promise<void> | undefined;
  const closeNow = async (): Promise<void> => {
    const closed = new Promise((resolve) => server.close(resolve));
    openSockets.closeOthers();
    for (const client of clients.clients) client.close(1001);
    const deadline = setTimeout(() => {
      openSockets.closeAll();
    }, closeDeadlineMs);
    await closed;
    clearTimeout(deadline);
    await Promise.all([ownEars.close(), ownVoice.close()]);
  };
  return {
    url: `http://127.0.0.1:${port}`,
    token,
    get openSockets() {
      return openSockets.size;
    },
    counters: () => counters.read(),
    close: () => (closing ??= closeNow()),
  };
}
