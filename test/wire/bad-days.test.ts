import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { VoiceliveError } from '../../src/shared/errors.js';
import { createSecrets } from '../../src/shared/secrets/registry.js';
import { createTransport } from '../../src/transport/connection.js';
import { resolveEndpoint } from '../../src/transport/endpoint.js';
import { probeConnection } from '../../src/transport/probe.js';
import { openTcp } from '../../src/transport/probe-line.js';
import type { ProxySettings } from '../../src/transport/proxy.js';
import { makeCertificates } from '../helpers/certificates.js';
import { answering, canaryKey } from './transport-rig.js';

const closing: (() => Promise<void>)[] = [];

afterEach(async () => {
  await Promise.all(closing.splice(0).map((close) => close()));
});

/** What a person reads: as a session says it, and as doctor does. */
interface Told {
  readonly sentence: string;
  readonly hint: string;
  readonly exitCode: number;
}

async function listen(
  onLine: (line: Socket) => void,
  host = '127.0.0.1',
  tls?: { readonly key: string; readonly cert: string },
): Promise<number> {
  const lines = new Set<Socket>();
  const accept = (line: Socket): void => {
    lines.add(line);
    line.on('error', () => undefined);
    onLine(line);
  };
  const server = tls === undefined ? createServer(accept) : createTlsServer(tls, accept);
  server.on('tlsClientError', () => undefined);
  server.listen(0, host);
  await once(server, 'listening');
  closing.push(async () => {
    for (const line of lines) line.destroy();
    await new Promise((resolve) => server.close(resolve));
  });
  const address: AddressInfo | string | null = server.address();
  if (address === null || typeof address === 'string') throw new Error('not listening on TCP');
  return address.port;
}

/** Connects in both ways to the same bad day. */
async function meet(endpoint: string, proxy: ProxySettings = {}): Promise<readonly Told[]> {
  const terms = {
    endpoint: resolveEndpoint({ endpoint, target: { kind: 'model', model: 'gpt-realtime' } }),
    credential: { kind: 'key', key: canaryKey } as const,
    proxy,
    secrets: createSecrets(),
  };
  const refused = await new Promise<VoiceliveError>((resolve, reject) => {
    const transport = createTransport(terms, (event) => {
      if (event.type === 'refused') resolve(event.error);
      else reject(new Error(`unexpected: ${event.type}`));
    });
    closing.push(() => transport.close());
    transport.connect(1);
  });
  const steps = await probeConnection({
    ...terms,
    wallMs: Date.now,
    refusal: (_code, message) => new VoiceliveError(message, { code: 'refused' }),
  });
  const error = steps.findLast((step) => step.error !== undefined)?.error;
  if (error === undefined) throw new Error('doctor found nothing');
  return [refused, error].map(({ message, hint = '', exitCode }) => ({
    sentence: message,
    hint,
    exitCode,
  }));
}

function expectBoth(told: readonly Told[], exitCode: number, sentence: RegExp, hint: RegExp): void {
  expect(told).toHaveLength(2);
  for (const each of told) {
    expect(each.exitCode).toBe(exitCode);
    expect(each.sentence).toMatch(sentence);
    expect(each.hint).toMatch(hint);
    expect(JSON.stringify(each)).not.toContain(canaryKey);
  }
}

const denied = JSON.stringify({
  error: {
    code: '401',
    message:
      'Access denied due to invalid subscription key or wrong API endpoint. Make sure to provide a valid key for an active subscription and use a correct regional API endpoint for your resource.',
  },
});

describe('a bad day', () => {
  it('expired key, wrong region: the service refuses, with its request id', async () => {
    const head = '401 Denied\r\napim-request-id: 7c8a-1';
    const port = await listen(answering(head, denied));
    expectBoth(
      await meet(`http://127.0.0.1:${String(port)}`),
      3,
      /did not accept the credential \(HTTP 401, request id 7c8a-1\): Access denied/,
      /AZURE_VOICELIVE_API_KEY.*resource and region/,
    );
  });

  it('a captive portal answers with its page', async () => {
    const port = await listen(answering('200 OK', '<html><title>Sign in</title></html>'));
    expectBoth(
      await meet(`http://127.0.0.1:${String(port)}`),
      1,
      /answered with a web page \(HTTP 200\): Sign in/,
      /captive portal.*open a browser and sign in/,
    );
  });

  it('a captive portal redirects to its page', async () => {
    const port = await listen(answering('302 Found\r\nlocation: https://wifi.cafe.example/', ''));
    expectBoth(
      await meet(`http://127.0.0.1:${String(port)}`),
      1,
      /redirected the connection/,
      /wifi\.cafe\.example.*captive portal/,
    );
  });

  it('a firewall answers with its page', async () => {
    const port = await listen(answering('403 Forbidden', '<html><title>Blocked</title></html>'));
    expectBoth(
      await meet(`http://127.0.0.1:${String(port)}`),
      1,
      /answered with a web page \(HTTP 403\): Blocked/,
      /firewall or proxy.*wss/,
    );
  });

  it('a proxy asks for a password', async () => {
    const port = await listen(answering('407 Proxy Authentication Required', ''));
    expectBoth(
      await meet('https://name.services.ai.azure.com', {
        httpsProxy: `http://127.0.0.1:${String(port)}`,
      }),
      1,
      /The proxy 127\.0\.0\.1:\d+ refused .*HTTP 407/,
      /NAME:PASSWORD@.*HTTPS_PROXY/,
    );
  });

  it('a certificate that nobody knows', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'voicelive-bad-days-'));
    const { key, certificate: cert } = makeCertificates(folder);
    rmSync(folder, { recursive: true });
    const port = await listen(() => undefined, '127.0.0.1', { key, cert });
    expectBoth(
      await meet(`https://localhost:${String(port)}`),
      1,
      /presented a certificate from an unknown issuer/,
      /NODE_EXTRA_CA_CERTS/,
    );
  });

  it('only IPv6: the same server is found in both ways', async () => {
    const port = await listen(answering('401 Denied', denied), '::1');
    for (const host of ['[::1]', 'localhost'])
      expectBoth(
        await meet(`http://${host}:${String(port)}`),
        3,
        /did not accept the credential/,
        /AZURE_VOICELIVE_API_KEY/,
      );
  });

  it('only IPv6: a name whose first address cannot be reached is reached by the other', async () => {
    const port = await listen(() => undefined, '::1');
    const line = await openTcp('name.example', port, new AbortController().signal, [
      { address: '127.0.0.1', family: 4 },
      { address: '::1', family: 6 },
    ]);
    expect(line.remoteAddress).toBe('::1');
    line.destroy();
  });
});
