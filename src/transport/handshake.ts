import { isIP, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { secretsInUrl } from '../shared/secrets/find-secrets.js';
import type { Secrets } from '../shared/secrets/registry.js';
import type { ResolvedEndpoint } from './endpoint.js';
import { loopbackLookup } from './loopback-lookup.js';
import { openTunnel, proxyFor, type ProxySettings } from './proxy.js';
import { trusting } from './trust.js';
import type { Trace } from './types.js';

/** What opening a WebSocket needs to know. */
export interface HandshakeSettings {
  readonly endpoint: ResolvedEndpoint;
  readonly secrets: Secrets;
  readonly proxy: ProxySettings;
  /** Milliseconds. */
  readonly closeDeadlineMs: number;
}

/** Incoming messages; an append is at most 15 MiB, the service's own messages are far smaller. */
const maxPayloadBytes = 16 * 1024 * 1024;

/** Through the proxy, where one is set for the endpoint. */
export async function openTunnelFor(
  { endpoint, proxy, secrets }: HandshakeSettings,
  signal: AbortSignal,
  trace: Trace,
): Promise<Socket | undefined> {
  const through = proxyFor(endpoint.url, proxy);
  if (through === undefined) return undefined;
  secrets.learn(secretsInUrl(through.href));
  trace('proxy', { host: through.host });
  return openTunnel(through, endpoint, signal, secrets.hide);
}

/** How `ws` opens the socket. */
export function socketOptions(
  { endpoint, closeDeadlineMs }: HandshakeSettings,
  headers: Readonly<Record<string, string>>,
  tunnel: Socket | undefined,
) {
  return {
    headers,
    perMessageDeflate: false,
    // `MessageTurns` lets keys and timers take their turn, at less cost.
    allowSynchronousEvents: true,
    maxPayload: maxPayloadBytes,
    followRedirects: false,
    closeTimeout: closeDeadlineMs,
    ...(endpoint.loopback && { lookup: loopbackLookup }),
    ...trusting(endpoint.certificates),
    ...(tunnel !== undefined && { createConnection: () => secured(tunnel, endpoint) }),
  };
}

/** TLS to the target inside the tunnel; its certificate is checked against the target's name. */
function secured(tunnel: Socket, { url, certificates }: ResolvedEndpoint): Socket {
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const servername = isIP(host) === 0 ? host : '';
  return connectTls({ socket: tunnel, host, servername, ...trusting(certificates) });
}
