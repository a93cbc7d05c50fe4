import { VoiceliveError } from '../shared/errors.js';
import { Attempt, type AttemptSettings } from './attempt.js';
import type { Credential } from './credentials.js';
import { describeTarget, withModel, type ResolvedEndpoint } from './endpoint.js';
import { defaultDeadlines, type LivenessDeadlines } from './liveness.js';
import type { ProxySettings } from './proxy.js';
import { defaultMessageDeadlineMs } from '../shared/message-deadline.js';
import { systemClock, type Clock } from '../shared/clock.js';
import { createSecrets, type Secrets } from '../shared/secrets/registry.js';
import type { Trace, Transport, TransportEvent } from './types.js';

export interface TransportOptions {
  readonly endpoint: ResolvedEndpoint;
  readonly credential: Credential;
  /** Learns key, tokens and the proxy's password, and hides them in what a server repeats; of its own when absent. */
  readonly secrets?: Secrets;
  /** From the environment; without it every connection is direct. */
  readonly proxy?: ProxySettings;
  /** From the first packet to the open WebSocket, proxy included; default 10 s. The socket is closed when it is over. */
  readonly handshakeTimeoutMs?: number;
  /** For a token of Entra, whose sources include starting `az`; default 20 s. */
  readonly entraDeadlineMs?: number;
  /** Time for the server to answer our close; default 1 s. */
  readonly closeDeadlineMs?: number;
  /** Time for an incoming message to end, on top of the time its bytes take on a slow line; default 30 s. */
  readonly messageDeadlineMs?: number;
  readonly liveness?: LivenessDeadlines;
  readonly clock?: Clock;
  readonly trace?: Trace;
}

/**
 * A transport over `ws`: no compression (it costs 25 times the time), messages up to 16 MiB, secrets in headers only, a
 * token for each connection, a handshake timeout that closes the socket, pings with a deadline.
 *
 * Each attempt ends in exactly one `refused`, or `open` … `closed`, unless a later `connect` drops it or `close` comes
 * before it is open: then it has no further events. After `close` every `connect` is refused.
 */
export function createTransport(
  options: TransportOptions,
  listener: (event: TransportEvent) => void,
): Transport {
  const settings: AttemptSettings = {
    endpoint: options.endpoint,
    credential: options.credential,
    secrets: options.secrets ?? createSecrets(),
    proxy: options.proxy ?? {},
    handshakeTimeoutMs: options.handshakeTimeoutMs ?? 10_000,
    entraDeadlineMs: options.entraDeadlineMs ?? 20_000,
    closeDeadlineMs: options.closeDeadlineMs ?? 1_000,
    messageDeadlineMs: options.messageDeadlineMs ?? defaultMessageDeadlineMs,
    liveness: options.liveness ?? defaultDeadlines,
    clock: options.clock ?? systemClock,
    trace: options.trace ?? (() => undefined),
  };
  const leaving = new Set<Promise<void>>();
  let current: Attempt | undefined;
  let closing: Promise<void> | undefined;

  function drop(attempt: Attempt): void {
    const gone = attempt.drop().finally(() => leaving.delete(gone));
    leaving.add(gone);
  }

  async function shut(): Promise<void> {
    await Promise.all([current?.close(), ...leaving]);
  }

  return {
    target: describeTarget(options.endpoint.url),
    connect(attempt, model) {
      if (closing !== undefined) {
        const error = new VoiceliveError('The connection is closed.', {
          code: 'transport-closed',
        });
        queueMicrotask(() => {
          listener({ type: 'refused', attempt, error, retryable: false });
        });
        return;
      }
      if (current !== undefined) drop(current);
      const { endpoint } = settings;
      const target = model === undefined ? endpoint : withModel(endpoint, model);
      current = new Attempt(attempt, { ...settings, endpoint: target }, listener);
      current.start();
    },
    send: (text) => current?.send(text) ?? false,
    bufferedBytes: () => current?.bufferedBytes() ?? 0,
    sever: (reason) => current?.sever(reason),
    close() {
      closing ??= shut();
      return closing;
    },
  };
}
