import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { isIP, type Socket } from 'node:net';
import { WebSocket } from 'ws';
import { systemClock, type Clock } from '../shared/clock.js';
import { messageOf, VoiceliveError } from '../shared/errors.js';
import { isJsonObject } from '../shared/json.js';
import type { Secrets } from '../shared/secrets/registry.js';
import { secretsInUrl } from '../shared/secrets/find-secrets.js';
import { clockSkewWords, setClockHint } from './clock-skew.js';
import { connectHeaders, type Credential } from './credentials.js';
import type { ResolvedEndpoint } from './endpoint.js';
import { explainHandshakeTimeout, explainNetworkFailure } from './network-failure.js';
import { bareHost, describeTls, openTcp, openTls, resolveName } from './probe-line.js';
import { openTunnel, proxyFor, type ProxySettings } from './proxy.js';
import { quotaWords, requestIdOf } from './request-ids.js';
import { readBody } from './refusal-body.js';
import { explainStatus } from './refusal.js';

/** The stages of a connection, in their order. */
export type ProbeStage =
  'proxy' | 'dns' | 'tcp' | 'tls' | 'clock' | 'handshake' | 'quota' | 'credentials' | 'model';

/** What came of one stage. */
export interface ProbeStep {
  readonly stage: ProbeStage;
  readonly text: string;
  readonly elapsedMs?: number;
  /** What to do about it. */
  readonly fix?: string;
  /** The stage failed: no later one was tried. */
  readonly error?: VoiceliveError;
}

export interface ProbeOptions {
  readonly endpoint: ResolvedEndpoint;
  readonly credential: Credential;
  readonly secrets: Secrets;
  readonly proxy?: ProxySettings;
  /** The error for a service that refuses to open a session. */
  readonly refusal: (code: string | undefined, message: string) => VoiceliveError;
  /** For each stage; default 10 s. */
  readonly stageDeadlineMs?: number;
  readonly clock?: Clock;
  /** Wall clock, milliseconds. */
  readonly wallMs: () => number;
}

const entraDeadlineMs = 20_000;
const bodyDeadlineMs = 2_000;
const maxMessageBytes = 1024 * 1024;

class StageFailed extends Error {}

interface StageTerms<Value> {
  /** What to say of a success. */
  readonly text?: (value: Value) => string;
  readonly deadlineMs?: number;
}

/**
 * Connects stage by stage, as a session does, up to the service's first event, and tells what came of each. Ends at the
 * first stage that fails. Never throws for what a network or a service does.
 */
export async function probeConnection(options: ProbeOptions): Promise<readonly ProbeStep[]> {
  const probe = new Probe(options);
  try {
    await probe.run();
  } catch (thrown) {
    if (!(thrown instanceof StageFailed)) throw thrown;
  } finally {
    probe.close();
  }
  return probe.steps;
}

class Probe {
  readonly steps: ProbeStep[] = [];
  readonly #options: ProbeOptions;
  readonly #clock: Clock;
  readonly #abort = new AbortController();
  #line: Socket | undefined;
  #socket: WebSocket | undefined;

  constructor(options: ProbeOptions) {
    this.#options = options;
    this.#clock = options.clock ?? systemClock;
  }

  async run(): Promise<void> {
    const { endpoint, credential, secrets } = this.#options;
    this.#line = await this.#connect();
    if (endpoint.url.protocol === 'wss:') this.#line = await this.#secure(this.#line);
    const startedMs = this.#clock.nowMs();
    const { headers, secret } = await this.#stage(
      'credentials',
      () => connectHeaders(credential, entraDeadlineMs, this.#clock, this.#abort.signal),
      { deadlineMs: entraDeadlineMs + 1000 },
    );
    const tokenMs = this.#clock.nowMs() - startedMs;
    secrets.learn([secret]);
    const { firstMessage } = await this.#upgrade(this.#line, headers);
    const isToken = credential.kind === 'entra' || credential.kind === 'bearer';
    const what = credential.kind === 'entra' ? 'Entra token' : isToken ? 'bearer token' : 'key';
    this.steps.push({
      stage: 'credentials',
      text: `${what} accepted`,
      ...(isToken ? { elapsedMs: tokenMs } : {}),
    });
    await this.#stage(
      'model',
      () =>
        firstMessage.then((message) => {
          this.#opened(message);
        }),
      {
        text: () => `${endpoint.name} opened a session, api-version ${endpoint.apiVersion}`,
      },
    );
  }

  close(): void {
    this.#abort.abort();
    this.#socket?.terminate();
    this.#line?.destroy();
  }

  /** A connection to the host, through the proxy where there is one. */
  async #connect(): Promise<Socket> {
    const { endpoint, proxy, secrets } = this.#options;
    const { url } = endpoint;
    const { signal } = this.#abort;
    const through = await this.#stage('proxy', () => proxyFor(url, proxy ?? {}));
    if (through !== undefined) {
      secrets.learn(secretsInUrl(through.href));
      return this.#stage('proxy', () => openTunnel(through, endpoint, signal, secrets.hide), {
        text: () => `${through.host} connects to ${endpoint.host}`,
      });
    }
    const host = bareHost(url.hostname);
    // Names of this machine are never asked for (RFC 6761), and an address needs no name server.
    const addresses =
      endpoint.loopback || isIP(host) !== 0
        ? undefined
        : await this.#stage('dns', () => resolveName(host), {
            text: (found) => `${host} is ${found.map(({ address }) => address).join(', ')}`,
          });
    const port = Number(url.port || (url.protocol === 'wss:' ? 443 : 80));
    return this.#stage('tcp', () => openTcp(host, port, signal, addresses), {
      text: (line) => `connected to ${line.remoteAddress ?? host} port ${String(port)}`,
    });
  }

  #secure(line: Socket): Promise<Socket> {
    const { endpoint } = this.#options;
    return this.#stage('tls', () => openTls(line, endpoint), { text: describeTls });
  }

  /** The WebSocket over the connection; resolves, once it is open, with its first message to come. */
  async #upgrade(
    line: Socket,
    sent: Readonly<Record<string, string>>,
  ): Promise<{ readonly firstMessage: Promise<string> }> {
    const { endpoint } = this.#options;
    const socket = new WebSocket(endpoint.url, {
      headers: { 'User-Agent': 'voicelive', ...endpoint.headers, ...sent },
      perMessageDeflate: false,
      maxPayload: maxMessageBytes,
      followRedirects: false,
      createConnection: () => line,
    });
    this.#socket = socket;
    // Listens before the socket is open: the first event may come with the handshake.
    const firstMessage = new Promise<string>((resolve, reject) => {
      socket.once('message', (data) => {
        resolve(Buffer.isBuffer(data) ? data.toString('utf8') : '');
      });
      socket.once('close', (code) => {
        reject(this.#notService(`closed the connection (code ${String(code)})`));
      });
    });
    firstMessage.catch(() => undefined);
    const headers = await this.#stage('handshake', () => this.#handshake(socket), {
      text: (answer) => {
        const id = requestIdOf(answer);
        return id === undefined ? 'WebSocket opened' : `WebSocket opened, request id ${id}`;
      },
    });
    const quota = quotaWords(headers);
    if (quota !== undefined) this.steps.push({ stage: 'quota', text: quota });
    return { firstMessage };
  }

  #handshake(socket: WebSocket): Promise<IncomingHttpHeaders> {
    return new Promise((resolve, reject) => {
      socket.on('error', reject);
      socket.on('upgrade', (response) => {
        this.#checkClock(response);
        socket.on('open', () => {
          resolve(response.headers);
        });
      });
      socket.on('unexpected-response', (_request, response) => {
        this.#checkClock(response);
        void this.#refused(response).then(reject);
      });
    });
  }

  /** Why the handshake was refused. A refusal of the key means that everything before it works. */
  async #refused(response: IncomingMessage): Promise<Error> {
    const { endpoint, credential, secrets } = this.#options;
    const status = response.statusCode ?? 0;
    const body = secrets.openStream()(await readBody(response, bodyDeadlineMs, this.#clock));
    const { error } = explainStatus(
      {
        status,
        body,
        location: response.headers.location,
        requestId: requestIdOf(response.headers),
        date: response.headers.date,
      },
      {
        host: endpoint.host,
        path: endpoint.url.pathname,
        apiVersion: endpoint.apiVersion,
        mode: endpoint.mode,
        credentialKind: credential.kind,
        scrub: secrets.hide,
        wallMs: this.#options.wallMs(),
      },
    );
    if (status !== 401 && status !== 403) return error;
    this.steps.push({ stage: 'handshake', text: `answered with HTTP ${String(status)}` });
    const { message: text, hint: fix } = error;
    this.steps.push({ stage: 'credentials', text, error, ...(fix === undefined ? {} : { fix }) });
    return new StageFailed();
  }

  #checkClock({ headers }: IncomingMessage): void {
    const { endpoint, wallMs } = this.#options;
    const skew = clockSkewWords(headers.date, endpoint.host, wallMs());
    if (skew !== undefined)
      this.steps.push({ stage: 'clock', text: `this machine is ${skew}`, fix: setClockHint });
  }

  #opened(message: string): void {
    const event = parsed(message);
    const type = isJsonObject(event) ? event['type'] : undefined;
    if (type === 'session.created') return;
    const error = isJsonObject(event) ? event['error'] : undefined;
    if (type !== 'error' || !isJsonObject(error))
      throw this.#notService('did not begin with session.created');
    const { code, message: words } = error;
    throw this.#options.refusal(
      typeof code === 'string' ? code : undefined,
      this.#options.secrets.hide(typeof words === 'string' ? words : 'no reason given'),
    );
  }

  #notService(what: string): VoiceliveError {
    return new VoiceliveError(`${this.#options.endpoint.host} ${what}.`, {
      code: 'connect-not-service',
      hint: 'Check that the endpoint is a Voice Live service: --endpoint, --api-version.',
    });
  }

  /** Does one stage within its deadline, and notes what came of it; success only where there is a text for it. */
  async #stage<Value>(
    stage: ProbeStage,
    work: () => Value | Promise<Value>,
    { text: describe, deadlineMs }: StageTerms<Value> = {},
  ): Promise<Value> {
    const { endpoint, secrets, stageDeadlineMs: usualMs = 10_000 } = this.#options;
    const stageDeadlineMs = deadlineMs ?? usualMs;
    const startedMs = this.#clock.nowMs();
    let cancel = (): void => undefined;
    const tooLate = new Promise<never>((_resolve, reject) => {
      cancel = this.#clock.after(stageDeadlineMs, () => {
        reject(explainHandshakeTimeout(endpoint.host, stageDeadlineMs).error);
      });
    });
    try {
      const value = await Promise.race([Promise.resolve().then(work), tooLate]);
      const elapsedMs = this.#clock.nowMs() - startedMs;
      if (describe !== undefined) this.steps.push({ stage, text: describe(value), elapsedMs });
      return value;
    } catch (thrown) {
      if (thrown instanceof StageFailed) throw thrown;
      const error =
        thrown instanceof VoiceliveError
          ? thrown
          : explainNetworkFailure(thrown, endpoint.host, secrets.hide).error;
      const elapsedMs = this.#clock.nowMs() - startedMs;
      const { message: text, hint: fix } = error;
      this.steps.push({ stage, text, elapsedMs, error, ...(fix === undefined ? {} : { fix }) });
      throw new StageFailed(messageOf(thrown));
    } finally {
      cancel();
    }
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
