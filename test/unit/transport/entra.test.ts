import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { systemClock } from '../../../src/shared/clock.js';
import { VoiceliveError } from '../../../src/shared/errors.js';
import {
  connectHeaders,
  forgetToken,
  signIn,
  type Credential,
} from '../../../src/transport/credentials.js';
import { entraScope, type EntraKind } from '../../../src/transport/credentials/kinds.js';
import { makeCertificates } from '../../helpers/certificates.js';
import { startIdentityServer, type IdentityServer } from '../../helpers/identity-server.js';

const tenant = '11111111-2222-3333-4444-555555555555';
const secretValue = 'Canary-secret-0123456789';
let folder = '';
let authority = '';
let identity: IdentityServer;
let answer: () => { status?: number; body: object } = () => ({ body: {} });
const never = new AbortController().signal;
let counter = 0;

/** Another scope for each test: tokens are kept for the process. */
function entra(credential: EntraKind, more: object = {}): Extract<Credential, { kind: 'entra' }> {
  counter += 1;
  const scope = entraScope.replace('.default', `${String(counter)}/.default`);
  return { kind: 'entra', credential, scope, certificates: authority, ...more };
}

function headersOf(credential: Credential): ReturnType<typeof connectHeaders> {
  return connectHeaders(credential, 15_000, systemClock, never);
}

async function refusalOf(promise: Promise<unknown>): Promise<VoiceliveError> {
  const thrown: unknown = await promise.then(
    () => undefined,
    (error: unknown) => error,
  );
  if (!(thrown instanceof VoiceliveError)) throw new Error(`not refused: ${String(thrown)}`);
  return thrown;
}

function token(name: string, seconds = 3600): object {
  return {
    token_type: 'Bearer',
    expires_in: seconds,
    ext_expires_in: seconds,
    access_token: name,
  };
}

function tokenRequests(): number {
  return identity.requests.filter(({ path }) => path.includes('/token')).length;
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'voicelive-entra-'));
  const certificates = makeCertificates(folder);
  authority = await readFile(certificates.authority, 'utf8');
  identity = await startIdentityServer(certificates, () => answer());
});

afterAll(async () => {
  await identity.close();
  await rm(folder, { recursive: true, force: true });
});

afterEach(() => {
  vi.unstubAllEnvs();
  vi.useRealTimers();
});

describe('the credential of the environment', () => {
  function signedInByEnvironment(): void {
    vi.stubEnv('AZURE_AUTHORITY_HOST', identity.url);
    vi.stubEnv('AZURE_TENANT_ID', tenant);
    vi.stubEnv('AZURE_CLIENT_ID', 'the-client');
    vi.stubEnv('AZURE_CLIENT_SECRET', secretValue);
  }

  test('asks for the scope, trusts --ca, and keeps the token until it is near its end', async () => {
    signedInByEnvironment();
    answer = () => ({ body: token('first-token') });
    const credential = entra('environment');
    const before = tokenRequests();
    expect((await headersOf(credential)).headers).toEqual({ Authorization: 'Bearer first-token' });
    expect(identity.requests.at(-1)?.form.get('scope')).toContain(credential.scope);
    await headersOf(credential);
    expect(tokenRequests() - before).toBe(1);
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 3500_000 });
    answer = () => ({ body: token('second-token') });
    expect((await headersOf(credential)).secret).toBe('second-token');
  });

  test('explains a secret that has expired, without it', async () => {
    signedInByEnvironment();
    answer = () => ({
      status: 401,
      body: {
        error: 'invalid_client',
        error_description:
          'AADSTS7000222: The provided client secret keys are expired. Trace ID: 1',
        error_codes: [7000222],
      },
    });
    const error = await refusalOf(headersOf(entra('environment')));
    expect(error).toMatchObject({ code: 'entra-failed', exitCode: 3 });
    expect(error.message).toBe(
      'Could not get an Entra token: AADSTS7000222: The provided client secret keys are expired.',
    );
    expect(error.hint).toContain('has expired');
    expect(inspect(error, { depth: Infinity })).not.toContain(secretValue);
  });

  test('names the variables that are missing', async () => {
    vi.stubEnv('AZURE_TENANT_ID', tenant);
    vi.stubEnv('AZURE_CLIENT_ID', '');
    const error = await refusalOf(headersOf(entra('environment')));
    expect(error.message).toBe(
      'Could not get an Entra token: EnvironmentCredential is unavailable (not set: AZURE_CLIENT_ID, AZURE_CLIENT_SECRET).',
    );
  });
});

describe('a device code', () => {
  test('is shown before the session, and the token is used without asking again', async () => {
    vi.stubEnv('AZURE_AUTHORITY_HOST', identity.url);
    const claims = {
      aud: 'x',
      iss: `${identity.url}/${tenant}/v2.0`,
      oid: 'o',
      tid: tenant,
      sub: 's',
      preferred_username: 'u',
    };
    const part = (value: object): string =>
      Buffer.from(JSON.stringify(value)).toString('base64url');
    answer = () => ({
      body: {
        ...token('device-token'),
        id_token: `${part({ alg: 'none' })}.${part(claims)}.`,
        client_info: part({ uid: 'o', utid: tenant }),
        refresh_token: 'refresh',
        scope: 'x',
      },
    });
    const credential = entra('device-code', { tenant });
    const told: string[] = [];
    await signIn(credential, (text) => told.push(text), never);
    expect(told).toEqual([
      'To sign in, open https://microsoft.com/devicelogin and enter the code WORD-1234.',
    ]);
    await signIn(credential, (text) => told.push(text), never);
    expect(told).toHaveLength(1);
    expect((await headersOf(credential)).secret).toBe('device-token');
  });

  test('that nobody was shown is not asked for in the middle of a session', async () => {
    vi.stubEnv('AZURE_AUTHORITY_HOST', identity.url);
    const error = await refusalOf(headersOf(entra('device-code', { tenant })));
    expect(error.message).toBe('Could not get an Entra token: the sign-in has ended.');
    expect(error.exitCode).toBe(3);
  });
});

test('a managed identity is asked at the endpoint of its host, as the identity that --client-id names', async () => {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url ?? '');
    const expires = String(Math.floor(Date.now() / 1000) + 3600);
    response.writeHead(200, { 'content-type': 'application/json' }).end(
      JSON.stringify({
        access_token: 'managed-token',
        expires_on: expires,
        resource: 'x',
        token_type: 'Bearer',
      }),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  vi.stubEnv('IDENTITY_ENDPOINT', `http://127.0.0.1:${String(port)}/msi/token`);
  vi.stubEnv('IDENTITY_HEADER', 'header');
  try {
    const { secret } = await headersOf(entra('managed-identity', { clientId: 'my-identity' }));
    expect(secret).toBe('managed-token');
    expect(asked[0]).toContain('client_id=my-identity');
  } finally {
    server.closeAllConnections();
    server.close();
  }
});

test('a chain says of each way why it failed, in one line', async () => {
  vi.stubEnv('AZURE_TOKEN_CREDENTIALS', 'dev');
  vi.stubEnv('PATH', folder);
  const error = await refusalOf(headersOf(entra('default')));
  expect(error.message).toMatch(/^Could not get an Entra token\. Tried [34] ways: /);
  expect(error.message).toContain('Azure CLI could not be found;');
  expect(error.message).not.toMatch(/\n|aka\.ms/);
  expect(error.hint).toContain('az login');
});

test('a token that the service refused is fetched again', async () => {
  const file = join(folder, 'counter');
  const end = Math.floor(Date.now() / 1000) + 3600;
  const payload = Buffer.from(JSON.stringify({ exp: end })).toString('base64url');
  const command = `echo x >> '${file}'; echo "aaaa.${payload}.$(wc -l < '${file}' | tr -d ' ')"`;
  const credential: Credential = { kind: 'bearer', from: { command } };
  expect((await headersOf(credential)).secret).toBe(`aaaa.${payload}.1`);
  expect((await headersOf(credential)).secret).toBe(`aaaa.${payload}.1`);
  forgetToken(credential);
  expect((await headersOf(credential)).secret).toBe(`aaaa.${payload}.2`);
});
