import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { Socket } from 'node:net';
import { VoiceliveError, exitCodes } from '../shared/errors.js';
import { isLoopback, type ResolvedEndpoint } from './endpoint.js';
import { explainNetworkFailure } from './network-failure.js';
import { trusting } from './trust.js';

/** The values of HTTPS_PROXY and NO_PROXY. HTTP_PROXY is ignored: plain connections stay on this machine. */
export interface ProxySettings {
  readonly httpsProxy?: string;
  readonly noProxy?: string;
}

function isExempt(target: URL, noProxy: string): boolean {
  const port = target.port === '' ? '443' : target.port;
  return noProxy
    .toLowerCase()
    .split(/[\s,]+/)
    .filter((entry) => entry !== '')
    .some((entry) => {
      if (entry === '*') return true;
      const [, name = '', entryPort = port] = /^(.*?)(?::(\d+))?$/.exec(entry) ?? [];
      const domain = name.replace(/^\*?\./, '');
      const isMatch = target.hostname === domain || target.hostname.endsWith(`.${domain}`);
      return isMatch && entryPort === port;
    });
}

/**
 * The proxy to reach `target` through, if any; never for this machine.
 *
 * @throws VoiceliveError (exit code 2) when HTTPS_PROXY is not an http(s) URL; its value is not shown.
 */
export function proxyFor(target: URL, settings: ProxySettings): URL | undefined {
  const { httpsProxy = '', noProxy = '' } = settings;
  const isPlain = target.protocol !== 'wss:';
  if (httpsProxy === '' || isPlain || isLoopback(target.hostname) || isExempt(target, noProxy)) {
    return undefined;
  }
  const text = httpsProxy.includes('://') ? httpsProxy : `http://${httpsProxy}`;
  const proxy = URL.canParse(text) ? new URL(text) : undefined;
  if (proxy?.protocol !== 'http:' && proxy?.protocol !== 'https:') {
    throw new VoiceliveError('HTTPS_PROXY is not the URL of an HTTP proxy.', {
      code: 'proxy-invalid',
      hint: 'Use a form like http://proxy.example.com:3128, or unset it.',
      exitCode: exitCodes.usage,
    });
  }
  return proxy;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/**
 * A connection to an endpoint through a proxy's CONNECT (RFC 9110 section 9.3.6), without TLS to the target yet. Aborting
 * `signal` closes it at any stage.
 *
 * @throws VoiceliveError (exit code 1) when the proxy cannot be reached or refuses; without the proxy's password.
 */
export function openTunnel(
  proxy: URL,
  { url: target, certificates }: Pick<ResolvedEndpoint, 'url' | 'certificates'>,
  signal: AbortSignal,
  scrub: (text: string) => string,
): Promise<Socket> {
  const authority = `${target.hostname}:${target.port === '' ? '443' : target.port}`;
  const login = `${decoded(proxy.username)}:${decoded(proxy.password)}`;
  const request = (proxy.protocol === 'https:' ? httpsRequest : httpRequest)({
    host: proxy.hostname.replace(/^\[|\]$/g, ''),
    port: proxy.port === '' ? (proxy.protocol === 'https:' ? 443 : 80) : proxy.port,
    method: 'CONNECT',
    path: authority,
    agent: false,
    signal,
    ...trusting(certificates),
    headers: {
      Host: authority,
      ...(login !== ':' && {
        'Proxy-Authorization': `Basic ${Buffer.from(login).toString('base64')}`,
      }),
    },
  });
  return new Promise((resolve, reject) => {
    const refuse = (status: number): void => {
      const hint =
        status === 407
          ? 'It asks for a user name and password: put NAME:PASSWORD@ before its host in HTTPS_PROXY.'
          : 'Check HTTPS_PROXY, or exempt the host with NO_PROXY.';
      const sentence = `The proxy ${proxy.host} refused a connection to ${authority} (HTTP ${status}).`;
      reject(new VoiceliveError(sentence, { code: 'connect-proxy', hint }));
    };
    request.on('connect', (response, socket: Socket, head) => {
      if (response.statusCode === 200) {
        if (head.length > 0) socket.unshift(head);
        resolve(socket);
        return;
      }
      socket.destroy();
      refuse(response.statusCode ?? 0);
    });
    request.on('response', (response) => {
      request.destroy();
      refuse(response.statusCode ?? 0);
    });
    request.on('error', (error) => {
      reject(explainNetworkFailure(error, proxy.host, scrub, 'proxy').error);
    });
    request.end();
  });
}
