import { existsSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { VoiceliveError } from '../../../src/shared/errors.js';
import { bearerToken, type BearerSource } from '../../../src/transport/credentials/bearer.js';
import { useTemporaryFolder } from '../config/temporary-folder.js';

const folder = useTemporaryFolder();
const never = new AbortController().signal;
const token = `eyJ${'Canary0123456789'.repeat(4)}.payload.signature`;

async function refusal(source: BearerSource): Promise<VoiceliveError> {
  const thrown: unknown = await bearerToken(source, never).catch((error: unknown) => error);
  if (thrown instanceof VoiceliveError) return thrown;
  throw new Error('it was not refused');
}

describe('a bearer token', () => {
  test.each(['token', 'Bearer token', ' \n bearer  token\n'])(
    'is read from a file: %j',
    async (text) => {
      const file = folder.write('token', text);
      expect(await bearerToken({ file }, never)).toEqual({ token: 'token', expiresAtMs: 0 });
    },
  );

  test('lasts as long as it says', async () => {
    const claims = Buffer.from('{"exp":1800000000}').toString('base64url');
    const command = `printf 'Bearer a.${claims}.c'`;
    expect(await bearerToken({ command }, never)).toEqual({
      token: `a.${claims}.c`,
      expiresAtMs: 1_800_000_000_000,
    });
  });

  test('is an error with the place when its file cannot be read', async () => {
    const { message, exitCode } = await refusal({ file: folder.path('none') });
    expect(message).toMatch(/^The token file cannot be read: ENOENT.*none/);
    expect(exitCode).toBe(3);
  });

  test('is an error with the complaint of its command, without what may be a token', async () => {
    const command = `echo ${token}; echo 'denied: ${token}' >&2; exit 7`;
    const { message, hint, exitCode } = await refusal({ command });
    expect(message).toBe('The token command ended with code 7: denied: ***.');
    expect(hint).toContain('--token-command');
    expect(exitCode).toBe(3);
  });

  test('is no longer fetched when the connection is given up, by nothing that its command started', async () => {
    const ready = folder.path('ready');
    const ended = folder.path('ended');
    const inner = `trap 'echo > "${ended}"; exit' TERM; echo > "${ready}"; for each in $(seq 600); do sleep 0.05; done`;
    const file = folder.write('inner.sh', inner);
    const stopping = new AbortController();
    const fetching = bearerToken({ command: `sh "${file}" & wait` }, stopping.signal);
    await expect.poll(() => existsSync(ready)).toBe(true);
    stopping.abort();
    await expect(fetching).rejects.toThrow('The token command failed');
    await expect.poll(() => existsSync(ended)).toBe(true);
  });
});
