import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { WebSocket, type RawData } from 'ws';
import type { Clock } from '../shared/clock.js';
import { VoiceliveError } from '../shared/errors.js';
import { watchMessages, type MessageDeadline } from '../shared/message-deadline.js';
import type { JsonObject } from '../shared/json.js';
import { explainCloseCode } from './close-codes.js';
import { closeSocket, codeOfOwnClose } from './close-socket.js';
import { connectHeaders, forgetToken, type Credential } from './credentials.js';
import { describeTarget } from './endpoint.js';
import { openTunnelFor, socketOptions, type HandshakeSettings } from './handshake.js';
import { watchLiveness, type Liveness, type LivenessDeadlines } from './liveness.js';
import { MessageTurns } from './message-turns.js';
import { explainHandshakeTimeout, explainNetworkFailure } from './network-failure.js';
import { plainLine } from './plain-text.js';
import { readBody } from './refusal-body.js';
import { explainStatus, type Refusal } from './refusal.js';
import { clientRequestIdHeader, requestIdOf } from './request-ids.js';
import { answerFacts, lineFacts } from './trace-facts.js';
import type { Trace, TransportEvent } from './types.js';

/** What every attempt of a transport has in common. Times in milliseconds. */
export interface AttemptSettings extends HandshakeSettings {
  readonly credential: Credential;
  readonly handshakeTimeoutMs: number;
  readonly entraDeadlineMs: number;
  readonly messageDeadlineMs: number;
  readonly liveness: LivenessDeadlines;
  readonly clock: Clock;
  readonly trace: Trace;
}

/** Outgoing bytes that may wait; beyond this the connection is far too slow. */
const maxWaitingBytes = 32 * 1024 * 1024;
/** Time for the body of a refusal, whose status is known by then. */
const bodyDeadlineMs = 2_000;

interface Message {
  readonly data: RawData;
  readonly isBinary: boolean;
}

function bufferOf(data: RawData): Buffer {
  if (Buffer.isBuffer(data)) return data;
  return Array.isArray(data) ? Buffer.concat(data) : Buffer.from(data);
}

function timeWords(ms: number): string {
  const seconds = Math.round(ms / 1000);
  return seconds < 120 ? `${String(seconds)} s` : `${String(Math.round(seconds / 60))} min`;
}

/** One attempt to connect and the resulting connection. Sends no events once it is dropped or over. */
export class Attempt {
  readonly #number: number;
  readonly #settings: AttemptSettings;
  readonly #listener: (event: TransportEvent) => void;
  readonly #abort = new AbortController();
  #phase: 'connecting' | 'open' | 'over' = 'connecting';
  #socket: WebSocket | undefined;
  #turns: MessageTurns<Message> | undefined;
  #line: Socket | undefined;
  #liveness: Liveness | undefined;
  #messageDeadline: MessageDeadline | undefined;
  #cancelHandshakeTimer = (): void => undefined;
  #closedByUs = false;
  #requestId: string | undefined;
  #startedMs = 0;
  #leaving: Promise<void> | undefined;

  constructor(
    number: number,
    settings: AttemptSettings,
    listener: (event: TransportEvent) => void,
  ) {
    this.#number = number;
    this.#settings = settings;
    this.#listener = listener;
  }

  /** Starts; the outcome comes as an event, never before this returns. */
  start(): void {
    this.#startedMs = this.#settings.clock.nowMs();
    this.#connect().catch((thrown: unknown) => {
      if (thrown instanceof VoiceliveError) {
        this.#refused({ error: thrown, retryable: thrown.code === 'entra-timeout' });
      } else {
        this.#failed(thrown);
      }
    });
  }

  send(text: string): boolean {
    const socket = this.#socket;
    if (this.#phase !== 'open' || socket?.readyState !== WebSocket.OPEN) return false;
    if (socket.bufferedAmount + text.length > maxWaitingBytes) return false;
    socket.send(text);
    this.#liveness?.traffic();
    return true;
  }

  bufferedBytes(): number {
    return this.#phase === 'open' ? (this.#socket?.bufferedAmount ?? 0) : 0;
  }

  /** Closes, with a `closed` event if it was open. Resolves when the socket is gone, or after the close deadline. */
  close(): Promise<void> {
    this.#closedByUs = true;
    if (this.#phase === 'connecting') this.#phase = 'over';
    return this.#leave();
  }

  /** Ends an open connection without a close frame, with a `closed` event. */
  sever(reason: string): void {
    if (this.#phase !== 'open') return;
    this.#closed(1006, reason);
    this.#socket?.terminate();
  }

  /** Closes without a further event. */
  drop(): Promise<void> {
    this.#end();
    return this.#leave();
  }

  async #connect(): Promise<void> {
    const { credential, endpoint, entraDeadlineMs, clock } = this.#settings;
    const { signal } = this.#abort;
    const { headers, secret } = await connectHeaders(credential, entraDeadlineMs, clock, signal);
    if (this.#isOver()) return;
    this.#settings.secrets.learn([secret]);
    this.#trace('credential', { kind: credential.kind });
    this.#cancelHandshakeTimer = clock.after(this.#settings.handshakeTimeoutMs, () => {
      this.#refused(explainHandshakeTimeout(endpoint.host, this.#settings.handshakeTimeoutMs));
    });
    const tunnel = await openTunnelFor(this.#settings, signal, (step, facts) => {
      this.#trace(step, facts);
    });
    if (this.#isOver()) {
      tunnel?.destroy();
      return;
    }
    const clientRequestId = randomUUID();
    const sent = {
      'User-Agent': 'voicelive',
      [clientRequestIdHeader]: clientRequestId,
      ...endpoint.headers,
      ...headers,
    };
    this.#trace('handshake', {
      target: describeTarget(endpoint.url),
      sends: Object.keys(sent),
      clientRequestId,
    });
    this.#listen(new WebSocket(endpoint.url, socketOptions(this.#settings, sent, tunnel)));
  }

  #listen(socket: WebSocket): void {
    this.#socket = socket;
    const turns = new MessageTurns<Message>({
      handle: (message) => {
        this.#onMessage(message);
      },
      pause: () => {
        socket.pause();
      },
      resume: () => {
        socket.resume();
      },
    });
    this.#turns = turns;
    socket.on('upgrade', (response) => {
      this.#line = response.socket;
      this.#requestId = requestIdOf(response.headers);
      this.#trace('upgraded', { ...lineFacts(response.socket), ...answerFacts(response) });
    });
    socket.on('unexpected-response', (_request, response) => {
      void this.#onResponse(response);
    });
    socket.on('open', () => {
      this.#onOpen(socket);
    });
    socket.on('message', (data, isBinary) => {
      turns.push({ data, isBinary });
    });
    socket.on('error', (error) => {
      this.#onError(error);
    });
    socket.on('close', (code, reason) => {
      this.#closed(code, reason.toString('utf8'));
    });
  }

  #onOpen(socket: WebSocket): void {
    if (this.#phase !== 'connecting') return;
    this.#phase = 'open';
    this.#cancelHandshakeTimer();
    this.#liveness = watchLiveness({
      deadlines: this.#settings.liveness,
      clock: this.#settings.clock,
      ping: () => {
        socket.ping();
      },
      heardBytes: () => this.#line?.bytesRead ?? 0,
      pendingBytes: () => socket.bufferedAmount,
      wallMs: Date.now,
      dead: (silentMs) => {
        this.#closed(1006, `no answer for ${Math.round(silentMs / 100) / 10} s`);
        socket.terminate();
      },
    });
    const deadline = watchMessages({
      deadlineMs: this.#settings.messageDeadlineMs,
      clock: this.#settings.clock,
      overdue: () => {
        this.#closed(1006, 'an incoming message was never completed');
        socket.terminate();
      },
    });
    // Not before the socket is open: an earlier listener would take bytes that arrived with the handshake.
    this.#line?.on('data', (chunk: Buffer) => {
      deadline.heard(chunk);
    });
    this.#messageDeadline = deadline;
    this.#listener({
      type: 'open',
      attempt: this.#number,
      ...(this.#requestId !== undefined && { requestId: this.#requestId }),
    });
  }

  #onMessage({ data, isBinary }: Message): void {
    if (this.#phase !== 'open') return;
    this.#liveness?.traffic();
    const bytes = bufferOf(data);
    this.#listener(
      isBinary
        ? { type: 'binary', attempt: this.#number, bytes: bytes.length }
        : { type: 'frame', attempt: this.#number, text: bytes.toString('utf8') },
    );
  }

  async #onResponse(response: IncomingMessage): Promise<void> {
    const { credential, endpoint, secrets, clock } = this.#settings;
    this.#cancelHandshakeTimer();
    this.#trace('answered', { ...lineFacts(response.socket), ...answerFacts(response) });
    // As a piece of something longer: it may end within a secret.
    const body = secrets.openStream()(await readBody(response, bodyDeadlineMs, clock));
    const { location } = response.headers;
    const answer = {
      status: response.statusCode ?? 0,
      body,
      location,
      requestId: requestIdOf(response.headers),
      date: response.headers.date,
    };
    if (answer.status === 401) forgetToken(credential);
    this.#refused(
      explainStatus(answer, {
        host: endpoint.host,
        path: endpoint.url.pathname,
        apiVersion: endpoint.apiVersion,
        mode: endpoint.mode,
        credentialKind: credential.kind,
        scrub: secrets.hide,
        wallMs: Date.now(),
      }),
    );
  }

  #onError(error: Error): void {
    if (this.#phase === 'connecting') {
      this.#failed(error);
    } else if (this.#phase === 'open') {
      const { code, reason } = codeOfOwnClose(error);
      this.#closed(code, reason ?? '');
      void this.#leave();
    }
  }

  #failed(thrown: unknown): void {
    this.#refused(
      explainNetworkFailure(thrown, this.#settings.endpoint.host, this.#settings.secrets.hide),
    );
  }

  #refused({ error, retryable }: Refusal): void {
    if (this.#phase !== 'connecting') return;
    this.#end();
    void this.#leave();
    const { code, message, cause } = error;
    this.#trace('refused', {
      code,
      sentence: message,
      retryable,
      ...(cause instanceof Error && { cause: cause.message }),
    });
    this.#listener({ type: 'refused', attempt: this.#number, error, retryable });
  }

  #closed(code: number, words: string): void {
    // What was received before is told before; it may lead to the end of this attempt.
    this.#turns?.flush();
    if (this.#phase !== 'open') return;
    const { bytesRead = 0, bytesWritten = 0 } = this.#line ?? {};
    this.#trace('closed', { code, reason: words, byUs: this.#closedByUs, bytesRead, bytesWritten });
    this.#end();
    if (this.#closedByUs) {
      const reason = 'closed by the client';
      this.#listener({
        type: 'closed',
        attempt: this.#number,
        code: 1000,
        reason,
        retryable: false,
      });
      return;
    }
    const { meaning, retryable } = explainCloseCode(code);
    const sleptMs = this.#liveness?.sleptMs();
    const all = sleptMs === undefined ? words : `this machine was asleep for ${timeWords(sleptMs)}`;
    const clean = plainLine(this.#settings.secrets.hide(plainLine(all, Infinity)), 200);
    const reason = clean === '' ? meaning : `${meaning}: ${clean}`;
    this.#listener({ type: 'closed', attempt: this.#number, code, reason, retryable });
  }

  #trace(step: string, facts: JsonObject): void {
    const { trace, clock, secrets } = this.#settings;
    const elapsedMs = Math.round(clock.nowMs() - this.#startedMs);
    trace(step, secrets.hide({ attempt: this.#number, elapsedMs, ...facts }));
  }

  #isOver(): boolean {
    return this.#phase === 'over';
  }

  #end(): void {
    this.#phase = 'over';
    this.#cancelHandshakeTimer();
    this.#turns?.stop();
    this.#liveness?.stop();
    this.#messageDeadline?.stop();
  }

  #leave(): Promise<void> {
    this.#leaving ??= this.#shut();
    return this.#leaving;
  }

  async #shut(): Promise<void> {
    this.#abort.abort();
    this.#cancelHandshakeTimer();
    if (this.#socket === undefined) return;
    await closeSocket(this.#socket, this.#settings.closeDeadlineMs, this.#settings.clock);
  }
}
