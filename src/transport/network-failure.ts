import { VoiceliveError, messageOf } from '../shared/errors.js';
import { plainLine } from './plain-text.js';
import type { Refusal } from './refusal.js';

interface Failure {
  readonly code: string;
  /** Follows the host's name; absent where the name itself is the problem. */
  readonly what?: string;
  readonly hint: string;
  readonly retryable: boolean;
}

const offlineHint = 'Check the network connection, VPN and firewall.';
const tlsHint =
  'A proxy or firewall may be intercepting TLS: trust its certificate with --ca /path/to/ca.pem, or NODE_EXTRA_CA_CERTS.';

function tls(what: string, hint = tlsHint): Failure {
  return { code: 'connect-tls', what, hint, retryable: false };
}

function unreachable(what: string): Failure {
  return { code: 'connect-network', what, hint: offlineHint, retryable: true };
}

const noRoute: Failure = {
  ...unreachable('cannot be reached from here'),
  hint: `${offlineHint} A network with IPv6 only reaches IPv4 addresses through NAT64 or a proxy (HTTPS_PROXY).`,
};
const nameNotFound: Failure = {
  code: 'connect-host-not-found',
  hint: 'Check the spelling of --endpoint, and the network connection.',
  retryable: true,
};
const wrongTls = tls(
  'does not speak TLS',
  'Check the port. A local emulator has an http:// address.',
);
const unknownIssuer = tls('presented a certificate from an unknown issuer');

const byCode: ReadonlyMap<string, Failure> = new Map([
  [
    'ECONNREFUSED',
    {
      code: 'connect-refused',
      what: 'refused the connection: nothing is listening on that port',
      hint: 'Check the host and port of --endpoint, and that the server is running.',
      retryable: true,
    },
  ],
  ['ENOTFOUND', nameNotFound],
  ['EAI_AGAIN', nameNotFound],
  ['ETIMEDOUT', unreachable('did not answer in time')],
  ['EHOSTUNREACH', noRoute],
  ['ENETUNREACH', noRoute],
  ['ENETDOWN', unreachable('cannot be reached: the network is down')],
  ['ECONNRESET', unreachable('closed the connection during setup')],
  ['EPIPE', unreachable('closed the connection during setup')],
  ['DEPTH_ZERO_SELF_SIGNED_CERT', tls('presented a self-signed certificate')],
  ['SELF_SIGNED_CERT_IN_CHAIN', tls('presented a self-signed certificate in its chain')],
  ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', unknownIssuer],
  ['UNABLE_TO_GET_ISSUER_CERT', unknownIssuer],
  ['UNABLE_TO_GET_ISSUER_CERT_LOCALLY', unknownIssuer],
  [
    'CERT_HAS_EXPIRED',
    tls('presented an expired certificate', 'Check the clock of this machine, and the server.'),
  ],
  [
    'CERT_NOT_YET_VALID',
    tls(
      'presented a certificate that is not valid yet',
      'Check the clock of this machine, and the server.',
    ),
  ],
  [
    'ERR_TLS_CERT_ALTNAME_INVALID',
    tls(
      'presented a certificate for another name',
      'Check the host name of --endpoint. In a guest network, open a browser and sign in first.',
    ),
  ],
  ['EPROTO', wrongTls],
  ['ERR_SSL_WRONG_VERSION_NUMBER', wrongTls],
]);

const notWebSocket: Failure = {
  code: 'connect-not-websocket',
  what: 'did not answer like a WebSocket server',
  hint: 'Check the host, port and path of --endpoint: another kind of server is answering.',
  retryable: false,
};

function codeOf(thrown: unknown): string {
  if (!(thrown instanceof Error) || !('code' in thrown)) return '';
  return typeof thrown.code === 'string' ? thrown.code : '';
}

function explain(thrown: unknown): Failure {
  const code = codeOf(thrown);
  const listed = byCode.get(code);
  if (listed !== undefined) return listed;
  if (
    code.startsWith('HPE_') ||
    /^(Server|Invalid (Upgrade|Sec-WebSocket))/.test(messageOf(thrown))
  ) {
    return notWebSocket;
  }
  if (/^ERR_(SSL|TLS|OSSL)_/.test(code)) return tls('failed the TLS handshake');
  return { ...unreachable('could not be reached'), code: 'connect-failed' };
}

/**
 * Explains a connection that failed below HTTP, or whose answer was not HTTP or not a WebSocket handshake. Only the
 * thrown error's code and message are kept: some errors carry received bytes, which may repeat the key.
 * @param role what the host is, when it is not the endpoint
 */
export function explainNetworkFailure(
  thrown: unknown,
  host: string,
  scrub: (text: string) => string,
  role?: 'proxy',
): Refusal {
  const { code, what, hint, retryable } = explain(thrown);
  const detail = plainLine(scrub(plainLine(messageOf(thrown), Infinity)), 200);
  const systemCode = codeOf(thrown);
  const cause = new Error(systemCode === '' ? detail : `${systemCode}: ${detail}`);
  const inBrackets = systemCode === '' ? detail : systemCode;
  const brackets = inBrackets === '' ? '' : ` (${inBrackets})`;
  const subject = role === undefined ? host : `The ${role} ${host}`;
  const text =
    what === undefined ? `Cannot resolve ${role ?? 'host'} ${host}` : `${subject} ${what}`;
  return {
    error: new VoiceliveError(`${text}${brackets}.`, { code, hint, cause }),
    retryable,
  };
}

/** Explains a handshake that was not complete in time; the connection is closed by then. */
export function explainHandshakeTimeout(host: string, timeoutMs: number): Refusal {
  const seconds = Math.round(timeoutMs / 100) / 10;
  return {
    error: new VoiceliveError(`${host} did not complete the connection within ${seconds} s.`, {
      code: 'connect-timeout',
      hint: offlineHint,
    }),
    retryable: true,
  };
}
