import { createServer as createSecureServer } from 'node:https';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Certificates } from './certificates.js';

/** What an identity service was asked for. */
export interface IdentityRequest {
  readonly path: string;
  readonly form: URLSearchParams;
}

export interface IdentityServer {
  /** For AZURE_AUTHORITY_HOST. */
  readonly url: string;
  readonly requests: IdentityRequest[];
  close(): Promise<void>;
}

/** An answer of the token endpoint. */
export type TokenAnswer = (request: IdentityRequest) => {
  readonly status?: number;
  readonly body: object;
};

/** A stand-in for Microsoft Entra ID on this machine: discovery, device codes and tokens (OpenID Connect, RFC 8628). */
export async function startIdentityServer(
  { key, certificate }: Certificates,
  answerToken: TokenAnswer,
): Promise<IdentityServer> {
  const requests: IdentityRequest[] = [];
  let url = '';
  const respond = (request: IncomingMessage, body: string, response: ServerResponse): void => {
    const path = request.url ?? '';
    const tenant = path.split('/')[1] ?? '';
    const asked = { path, form: new URLSearchParams(body) };
    requests.push(asked);
    const send = (answer: object, status = 200): void => {
      response
        .writeHead(status, { 'content-type': 'application/json' })
        .end(JSON.stringify(answer));
    };
    if (path.includes('/.well-known/openid-configuration')) {
      const base = `${url}/${tenant}`;
      send({
        token_endpoint: `${base}/oauth2/v2.0/token`,
        authorization_endpoint: `${base}/oauth2/v2.0/authorize`,
        device_authorization_endpoint: `${base}/oauth2/v2.0/devicecode`,
        issuer: `${base}/v2.0`,
        jwks_uri: `${base}/discovery/v2.0/keys`,
      });
    } else if (path.includes('/devicecode')) {
      send({
        user_code: 'WORD-1234',
        device_code: 'the-device-code',
        verification_uri: 'https://microsoft.com/devicelogin',
        expires_in: 900,
        interval: 1,
        message: 'unused',
      });
    } else {
      const { status, body: answer } = answerToken(asked);
      send(answer, status);
    }
  };
  const server = createSecureServer({ key, cert: certificate }, (request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (text: string) => (body += text));
    request.on('end', () => {
      respond(request, body, response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  url = `https://localhost:${String(isAddress(address) ? address.port : 0)}`;
  return {
    url,
    requests,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => {
          resolve();
        });
      }),
  };
}

function isAddress(address: string | AddressInfo | null): address is AddressInfo {
  return typeof address === 'object' && address !== null;
}
