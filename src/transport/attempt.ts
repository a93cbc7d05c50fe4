import { connect as connectTls } from 'node:tls';
import type { IncomingMessage } from 'node:http';
import { isIP, type Socket } from 'node:net';
import { WebSocket, type RawData } from 'ws';
import { VoiceliveError } from '../shared/errors.js';
import { watchMessages, type MessageDeadline } from '../shared/message-deadline.js';
import { explainCloseCode } from './close-codes.js';
import { connectHeaders, forgetToken, type Credential } from './credentials.js';
import type { ResolvedEndpoint } from './endpoint.js';
import { loopbackLookup } from './loopback-lookup.js';
import { watchLiveness, type Liveness, type LivenessDeadlines } from './liveness.js';
import { explainHandshakeTimeout, explainNetworkFailure } from './network-failure.js';
import { plainLine } from './plain-text.js';
import { openTunnel, proxyFor, type ProxySettings } from './proxy.js';
import { readBody } from './refusal-body.js';
import { explainStatus, type Refusal } from './refusal.js';
import { secretsInUrl } from '../shared/secrets/find-secrets.js';
import type { Secrets } from '../shared/secrets/registry.js';
import type { Clock } from '../shared/clock.js';
import { trusting } from './trust.js';
import type { TransportEvent } from './types.js';

/** What every attempt of a transport has in common. Times in milliseconds. */
export interface AttemptSettings {
  readonly endpoint: ResolvedEndpoint;
  readonly credential: Credential;
  readonly secrets: Secrets;
  readonly proxy: ProxySettings;
  readonly handshakeTimeoutMs: number;
  readonly entraDeadlineMs: number;
  readonly closeDeadlineMs: number;
  readonly messageDeadlineMs: number;
  readonly liveness: LivenessDeadlines;
  readonly clock: Clock;
}

/** Incoming messages; an append is at most 15 MiB, the service's own messages are far smaller. */
const maxPayloadBytes = 16 * 1024 * 1024;
/** Outgoing bytes that may wait; beyond this the connection is far too slow. */
const maxWaitingBytes = 32 * 1024 * 1024;
/** Time for the body of a refusal, whose status is known by then. */
const bodyDeadlineMs = 2_000;

function bufferOf(data: RawData): Buffer {
  if (Buffer.isBuffer(data)) return data;
  return Array.isArray(data) ? Buffer.concat(data) : Buffer.from(data);
}

function codeOfOwnClose(error: Error): { code: number; reason?: string } {
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  if (code === 'WS_ERR_UNSUPPORTED_MESSAGE_LENGTH') {
    return { code: 1009, reason: 'the server sent a message of more than 16 MiB' };
  }
  if (code === 'WS_ERR_INVALID_UTF8') {
    return { code: 1007, reason: 'the server sent text that is not UTF-8' };
  }
  if (code.startsWith('WS_ERR_')) {
    return { code: 1002, reason: 'the server broke the WebSocket protocol' };
  }
  return code === '' ? { code: 1006 } : { code: 1006, reason: code };
}

/** TLS to the target inside the tunnel; its certificate is checked against the target's name. */
function secured(tunnel: Socket, { url, certificates }: ResolvedEndpoint): Socket {
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const servername = isIP(host) === 0 ? host : '';
  return connectTls({ socket: tunnel, host, servername, ...trusting(certificates) });
}

/** One attempt to connect and the resulting connection. Sends no events once it is dropped or over. */
export class Attempt {
  readonly #number: number;
  readonly #settings: AttemptSettings;
  readonly #listener: (event: TransportEvent) => void;
  readonly #abort = new AbortController();
  #phase: 'connecting' | 'open' | 'over' = 'connecting';
  #socket: WebSocket | undefined;
  #line: Socket | undefined;
  #liveness: Liveness | undefined;
  #messageDeadline: MessageDeadline | undefined;
  #cancelHandshakeTimer = (): void => undefined;
  #closedByUs = false;
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
    this.#cancelHandshakeTimer = clock.after(this.#settings.handshakeTimeoutMs, () => {
      this.#refused(explainHandshakeTimeout(endpoint.host, this.#settings.handshakeTimeoutMs));
    });
    const tunnel = await this.#tunnel();
    if (this.#isOver()) {
      tunnel?.destroy();
      return;
    }
    const options = {
      headers: { 'User-Agent': 'voicelive', ...endpoint.headers, ...headers },
      perMessageDeflate: false,
      // A message in each turn of the event loop: keys and timers never wait for more than one.
      allowSynchronousEvents: false,
      maxPayload: maxPayloadBytes,
      followRedirects: false,
      closeTimeout: this.#settings.closeDeadlineMs,
      ...(endpoint.loopback && { lookup: loopbackLookup }),
      ...trusting(endpoint.certificates),
      ...(tunnel !== undefined && {
        createConnection: () => secured(tunnel, endpoint),
      }),
    };
    this.#listen(new WebSocket(endpoint.url, options));
  }

  async #tunnel(): Promise<Socket | undefined> {
    const { endpoint, proxy, secrets } = this.#settings;
    const through = proxyFor(endpoint.url, proxy);
    if (through === undefined) return undefined;
    secrets.learn(secretsInUrl(through.href));
    return openTunnel(through, endpoint, this.#abort.signal, secrets.hide);
  }

  #listen(socket: WebSocket): void {
    this.#socket = socket;
    socket.on('upgrade', (response) => {
      this.#line = response.socket;
    });
    socket.on('unexpected-response', (_request, response) => {
      void this.#onResponse(response);
    });
    socket.on('open', () => {
      this.#onOpen(socket);
    });
    socket.on('message', (data, isBinary) => {
      this.#onMessage(bufferOf(data), isBinary);
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
    this.#listener({ type: 'open', attempt: this.#number });
  }

  #onMessage(data: Buffer, isBinary: boolean): void {
    if (this.#phase !== 'open') return;
    this.#liveness?.traffic();
    this.#listener(
      isBinary
        ? { type: 'binary', attempt: this.#number, bytes: data.length }
        : { type: 'frame', attempt: this.#number, text: data.toString('utf8') },
    );
  }

  async #onResponse(response: IncomingMessage): Promise<void> {
    const { credential, endpoint, secrets, clock } = this.#settings;
    this.#cancelHandshakeTimer();
    // As a piece of something longer: it may end within a secret.
    const body = secrets.openStream()(await readBody(response, bodyDeadlineMs, clock));
    const { location } = response.headers;
    const answer = { status: response.statusCode ?? 0, body, location };
    if (answer.status === 401) forgetToken(credential);
    this.#refused(
      explainStatus(answer, {
        host: endpoint.host,
        path: endpoint.url.pathname,
        apiVersion: endpoint.apiVersion,
        mode: endpoint.mode,
        credentialKind: credential.kind,
        scrub: secrets.hide,
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
    this.#listener({ type: 'refused', attempt: this.#number, error, retryable });
  }

  #closed(code: number, words: string): void {
    if (this.#phase !== 'open') return;
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
    const clean = plainLine(this.#settings.secrets.hide(plainLine(words, Infinity)), 200);
    const reason = clean === '' ? meaning : `${meaning}: ${clean}`;
    this.#listener({ type: 'closed', attempt: this.#number, code, reason, retryable });
  }

  #isOver(): boolean {
    return this.#phase === 'over';
  }

  #end(): void {
    this.#phase = 'over';
    this.#cancelHandshakeTimer();
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
    const socket = this.#socket;
    if (socket === undefined || socket.readyState === WebSocket.CLOSED) return;
    await new Promise<void>((resolve) => {
      const cancel = this.#settings.clock.after(this.#settings.closeDeadlineMs, () => {
        socket.terminate();
      });
      socket.once('close', () => {
        cancel();
        resolve();
      });
      socket.close(1000);
    });
  }
}
