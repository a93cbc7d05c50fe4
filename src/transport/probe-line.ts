import { lookup } from 'node:dns/promises';
import { connect, isIP, type Socket } from 'node:net';
import { connect as connectTls, type TLSSocket } from 'node:tls';
import type { ResolvedEndpoint } from './endpoint.js';
import { plainLine } from './plain-text.js';
import { trusting } from './trust.js';

/** The address that a name stands for. */
export async function resolveName(hostname: string): Promise<string> {
  const { address } = await lookup(bareHost(hostname));
  return address;
}

/** A TCP connection. Aborting `signal` closes it at any stage. */
export function openTcp(host: string, port: number, signal: AbortSignal): Promise<Socket> {
  const socket = connect({ host: bareHost(host), port, signal });
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
