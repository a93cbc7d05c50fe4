import type { LookupAddress } from 'node:dns';
import { lookup } from 'node:dns/promises';
import { connect, isIP, type LookupFunction, type Socket } from 'node:net';
import { connect as connectTls, type TLSSocket } from 'node:tls';
import type { ResolvedEndpoint } from './endpoint.js';
import { loopbackLookup } from './loopback-lookup.js';
import { plainLine } from './plain-text.js';
import { trusting } from './trust.js';

/** The addresses that a name stands for: of IPv6, of IPv4, or of both. */
export function resolveName(hostname: string): Promise<readonly LookupAddress[]> {
  return lookup(bareHost(hostname), { all: true });
}

/**
 * A TCP connection to whichever of the addresses answers, as a session makes it: a network may have IPv6 only. Aborting
 * `signal` closes it at any stage.
 * @param addresses those of the host; absent for an address, and for this machine
 */
export function openTcp(
  host: string,
  port: number,
  signal: AbortSignal,
  addresses?: readonly LookupAddress[],
): Promise<Socket> {
  const known: LookupFunction = (_hostname, _options, callback) => {
    callback(null, [...(addresses ?? [])]);
  };
  const socket = connect({
    host: bareHost(host),
    port,
    signal,
    autoSelectFamily: true,
    lookup: addresses === undefined ? loopbackLookup : known,
  });
  return new Promise((resolve, reject) => {
    socket.once('error', reject);
    socket.once('connect', () => {
      socket.off('error', reject);
      resolve(socket);
    });
  });
}

/** TLS over a connection; the certificate is checked against the name. */
export function openTls(line: Socket, { url, certificates }: ResolvedEndpoint): Promise<TLSSocket> {
  const host = bareHost(url.hostname);
  const servername = isIP(host) === 0 ? host : '';
  const socket = connectTls({ socket: line, host, servername, ...trusting(certificates) });
  return new Promise((resolve, reject) => {
    socket.once('error', reject);
    socket.once('secureConnect', () => {
      socket.off('error', reject);
      resolve(socket);
    });
  });
}

/** Protocol version, issuer and end of the certificate. */
export function describeTls(socket: TLSSocket): string {
  const { issuer, valid_to: until } = socket.getPeerCertificate();
  const { O: organisation, CN: name } = issuer;
  const by = plainLine([organisation ?? name].flat().join(', '), 60);
  return `${socket.getProtocol() ?? 'TLS'}, certificate issued by ${by}, valid until ${until}`;
}

/** An IPv6 address has no brackets here. */
export function bareHost(hostname: string): string {
  return hostname.replace(/^\[|\]$/g, '');
}
