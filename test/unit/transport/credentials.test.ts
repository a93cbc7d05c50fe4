import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { VoiceliveError } from '../../../src/shared/errors.js';
import {
  connectHeaders,
  type ConnectHeaders,
  type Credential,
} from '../../../src/transport/credentials.js';
import { systemClock } from '../../../src/shared/clock.js';

const canary = 'Canary0123456789abcdefCanary';

function headersOf(
  credential: Credential,
  deadlineMs = 15_000,
  signal = new AbortController().signal,
): Promise<ConnectHeaders> {
  return connectHeaders(credential, deadlineMs, systemClock, signal);
}

async function refusalOf(promise: Promise<unknown>): Promise<VoiceliveError> {
  const thrown: unknown = await promise.then(
    () => undefined,
    (error: unknown) => error,
  );
  if (!(thrown instanceof VoiceliveError)) throw new Error(`not refused: ${String(thrown)}`);
  return thrown;
}

describe('a key', () => {
  test('goes into the api-key header, and so does the token of the emulator', async () => {
    expect(await headersOf({ kind: 'key', key: canary })).toEqual({
      headers: { 'api-key': canary },
      secret: canary,
    });
    expect((await headersOf({ kind: 'emulator-token', token: canary })).headers).toEqual({
      'api-key': canary,
    });
  });

  test.each([
    `${canary}\n`,
    ` ${canary}`,
    `${canary}\u0000`,
    `${canary}é`,
    `${canary}\u001b[2J`,
    '',
  ])('that cannot be one is refused with exit code 3 and not told', async (key) => {
    const error = await refusalOf(headersOf({ kind: 'key', key }));
    expect(error.exitCode).toBe(3);
    expect(inspect(error, { depth: Infinity })).not.toContain(canary);
  });
});

/** Another scope each time: tokens are kept for the process. */
let entra: Extract<Credential, { kind: 'entra' }>;
let number = 0;

/** DefaultAzureCredential is the real one; what it starts is an `az` of the test. */
describe('a token of Entra', () => {
  let folder = '';

  async function installAz(script: string): Promise<void> {
    const file = join(folder, 'az');
    await writeFile(file, `#!/bin/sh\n${script}\n`);
    await chmod(file, 0o755);
  }

  beforeEach(async () => {
    number += 1;
    const scope = `https://ai.azure.com/${String(number)}/.default`;
    entra = { kind: 'entra', credential: 'default', scope };
    folder = await mkdtemp(join(tmpdir(), 'voicelive-az-'));
    vi.stubEnv('PATH', `${folder}:/usr/bin:/bin`);
    vi.stubEnv('AZURE_TOKEN_CREDENTIALS', 'AzureCliCredential');
  });

  afterEach(async () => {
    vi.unstubAllEnvs();
    await rm(folder, { recursive: true, force: true });
  });

  test('is asked for the scope, once while it lasts, and becomes a Bearer header', async () => {
    await installAz(
      `echo "$@" >> '${folder}/calls'; echo '{"accessToken":"${canary}","expiresOn":"2099-01-01 00:00:00.000000","expires_on":4070908800,"tokenType":"Bearer"}'`,
    );
    expect(await headersOf(entra)).toEqual({
      headers: { Authorization: `Bearer ${canary}` },
      secret: canary,
    });
    await headersOf(entra);
    const calls = (await readFile(join(folder, 'calls'), 'utf8')).trim().split('\n');
    expect(calls).toHaveLength(1);
    expect(calls[0]).toContain('https://ai.azure.com');
  });

  test('that nobody can give is exit code 3 with the way to sign in', async () => {
    await installAz(`echo "ERROR: Please run 'az login' to setup account." >&2; exit 1`);
    const error = await refusalOf(headersOf(entra));
    expect(error).toMatchObject({ code: 'entra-failed', exitCode: 3 });
    expect(error.hint).toContain('az login');
    expect(error.message).not.toContain('\n');
  });

  test('that does not come in time is given up', async () => {
    await installAz('exec sleep 2');
    expect((await refusalOf(headersOf(entra, 50))).code).toBe('entra-timeout');
  });

  test('that is no longer wanted is given up at once', async () => {
    await installAz('exec sleep 2');
    const wanted = new AbortController();
    const asked = refusalOf(headersOf(entra, 15_000, wanted.signal));
    wanted.abort();
    expect((await asked).code).toBe('entra-aborted');
  });
});
