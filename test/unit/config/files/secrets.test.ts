import { describe, expect, test } from 'vitest';
import { environmentSecrets, readApiKey } from '../../../../src/config/files/secrets.js';
import { caught } from '../caught.js';
import { useTemporaryFolder } from '../temporary-folder.js';

const folder = useTemporaryFolder();
const key = 'canary-key-0123456789';

describe('the API key', () => {
  test('comes from the environment, or from a file that goes over it', () => {
    const env = { AZURE_VOICELIVE_API_KEY: ` ${key}\n` };
    expect(readApiKey(undefined, env)).toBe(key);
    expect(readApiKey(folder.write('key.txt', 'other-key\n'), env)).toBe('other-key');
  });

  test('its absence is an authentication failure that names every way', () => {
    const error = caught(() => readApiKey(undefined, {}));
    expect(error.exitCode).toBe(3);
    expect(error.hint).toMatch(/AZURE_VOICELIVE_API_KEY.*--api-key-file.*--auth entra/);
  });

  test.each([
    ['two lines', `${key}\n${key}`, /more than one line/],
    ['a space', `${key} x`, /spaces or invalid characters/],
    ['a control character', `${key}\u0007`, /spaces or invalid characters/],
    ['a letter outside ASCII', `${key}é`, /spaces or invalid characters/],
    ['nothing', ' \n', /is empty/],
    ['too little', 'key1', /4 characters, too few/],
    ['far too much', key.repeat(300), /6300 characters/],
  ])('a file with %s is refused without showing any of it', (_, content, message) => {
    const error = caught(() => readApiKey(folder.write('key.txt', content), {}));
    expect(error.message).toMatch(message);
    expect(error.exitCode).toBe(2);
    expect(`${error.message} ${error.hint ?? ''}`).not.toContain('canary');
  });

  test('a file that is not there is told with its flag', () => {
    const error = caught(() => readApiKey(folder.path('none.txt'), {}));
    expect(error.message).toMatch(/^Flag --api-key-file: .*none\.txt does not exist\.$/);
  });
});

describe('what must be redacted', () => {
  test('are the values of secret variables and the passwords of proxies, decoded', () => {
    const env = {
      AZURE_VOICELIVE_API_KEY: key,
      AZURE_CLIENT_SECRET: ' client-secret\n',
      GITHUB_TOKEN: 'github-token',
      AZURE_VOICELIVE_MODEL: 'gpt-realtime',
      https_proxy: 'http://me:p%40ssword-1@proxy.example:3128',
      HTTP_PROXY: 'me:password-2@proxy.example',
      STORAGE_CONNECTION_STRING: 'AccountKey=abc',
      PWD: '/home/somebody',
      COMPASS: 'north-north-east',
    };
    expect(environmentSecrets(env)).toEqual([
      key,
      'client-secret',
      'github-token',
      'p@ssword-1',
      'password-2',
      'AccountKey=abc',
    ]);
  });
});
