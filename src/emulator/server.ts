import { randomBytes } from 'node:crypto';
import { createServer, STATUS_CODES, type IncomingMessage, type Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type WebSocket } from 'ws';
import { messageOf, VoiceliveError } from '../shared/errors.js';
import { serveClient, type Latency, type Surroundings } from './gateway/connection.js';
import { createRecognitionThread } from './recognition/recognition-thread.js';
import { admission } from './gateway/handshake.js';
import { spokenPhrases } from './scenario/phrases.js';
import { createPrng, type Prng } from './kernel/prng.js';
import { LazyRecogniser } from './recognition/lazy-recogniser.js';
import type { SpeechRecogniser, SpeechSynthesiser } from './kernel/speech.js';
import type { Scenario } from './scenario/scenario.js';
import { errorEvent, type ServiceError } from './kernel/service-error.js';
import { createVoice } from './voice/emulator-voice.js';

const mostConnections = 32;
const maxPayloadBytes = 16 * 1024 * 1024;
const closeDeadlineMs = 1000;

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
  /** Clock for the time of day. */
  readonly now?: () => Date;
  /** Takes lines for the operator: nothing is printed. */
  readonly log?: (line: string) => void;
}

export interface RunningEmulator {
  /** `http://127.0.0.1:PORT`. */
  readonly url: string;
  readonly token: string;
  /** Idempotent. Ends connections and helpers within about a second. */
  close(): Promise<void>;
}

function refuse(socket: Duplex, status: number, message: string): void {
  const body = JSON.stringify({ error: { code: String(status), message } });
  socket.end(
    [
      `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? 'Error'}`,
      'Connection: close',
      'Content-Type: application/json; charset=utf-8',
      `Content-Length: ${Buffer.byteLength(body)}`,
      '',
      body,
    ].join('\r\n'),
  );
}

/** A session that never begins: one error event, then the end. */
function failClient(socket: WebSocket, error: ServiceError, random: Prng): void {
  const eventId = `event_${random.between(1e12, 9e12).toString(36)}`;
  socket.send(JSON.stringify({ event_id: eventId, ...errorEvent(error, undefined) }));
  socket.close(1000);
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (error) => {
      reject(
        new VoiceliveError(`The emulator cannot listen on port ${port}: ${error.message}`, {
          code: 'emulator-port',
          exitCode: 2,
          hint: 'Choose another port, or 0 for a free one.',
          cause: error,
        }),
      );
    });
    server.listen(port, '127.0.0.1', () => {
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
  };
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: maxPayloadBytes,
    perMessageDeflate: false,
  });
  const server = createServer((_request, response) => {
    response.writeHead(404, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ error: { code: '404', message: 'Resource not found' } }));
  });
  let served = 0;

  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    socket.on('error', (error) => {
      log(`client connection: ${messageOf(error)}`);
    });
    const decision = admission(request, { token, unavailableModels, unreachableProfiles });
    if (decision.kind === 'refused') {
      refuse(socket, decision.status, decision.message);
    } else if (sockets.clients.size >= mostConnections) {
      refuse(socket, 429, 'Too many connections.');
    } else {
      sockets.handleUpgrade(request, socket, head, (client) => {
        served += 1;
        const stream = random.fork(`connection ${served}`);
        if (decision.kind === 'failed') failClient(client, decision.error, stream);
        else serveClient(client, decision.target, around, stream);
      });
    }
  });

  const port = await listen(server, options.port ?? 0);
  let closing: Promise<void> | undefined;
  const closeNow = async (): Promise<void> => {
    for (const client of sockets.clients) client.close(1001);
    const deadline = setTimeout(() => {
      for (const client of sockets.clients) client.terminate();
      server.closeAllConnections();
    }, closeDeadlineMs);
    await new Promise((resolve) => server.close(resolve));
    clearTimeout(deadline);
    await Promise.all([ownEars.close(), ownVoice.close()]);
  };
  return {
    url: `http://127.0.0.1:${port}`,
    token,
    close: () => (closing ??= closeNow()),
  };
}
