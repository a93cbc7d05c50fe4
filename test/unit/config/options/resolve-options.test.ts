import { describe, expect, it, test } from 'vitest';
import { resolveOptions } from '../../../../src/config/options/resolve-options.js';
import { caught } from '../caught.js';

function resolve(
  flags: Record<string, unknown>,
  env: Record<string, string> = {},
): ReturnType<typeof resolveOptions> {
  return resolveOptions({ flags, env });
}

describe('precedence', () => {
  test('a flag goes over the environment, the environment over the default', () => {
    const env = { AZURE_VOICELIVE_MODEL: 'gpt-4.1' };
    const model = (from: ReturnType<typeof resolve>) => [
      from.values.model,
      from.sources.get('model'),
    ];
    expect(model(resolve({}))).toEqual(['gpt-realtime', 'default']);
    expect(model(resolve({}, env))).toEqual(['gpt-4.1', 'environment AZURE_VOICELIVE_MODEL']);
    expect(model(resolve({ model: 'gpt-5' }, env))).toEqual(['gpt-5', 'flag --model']);
  });

  test('an empty environment variable counts as not set', () => {
    const resolved = resolve({}, { AZURE_VOICELIVE_ENDPOINT: '', NO_COLOR: '' });
    expect(resolved.values.endpoint).toBeUndefined();
    expect(resolved.values.color).toBe(true);
    expect(resolved.sources.get('endpoint')).toBe('default');
  });

  test('NO_COLOR with any value switches colours off', () => {
    const resolved = resolve({}, { NO_COLOR: '1' });
    expect(resolved.values.color).toBe(false);
    expect(resolved.sources.get('color')).toBe('environment NO_COLOR');
  });

  test('a flag of the no- kind is named as it is written', () => {
    const resolved = resolve({ bargeIn: false });
    expect(resolved.values.bargeIn).toBe(false);
    expect(resolved.sources.get('bargeIn')).toBe('flag --no-barge-in');
  });

  test('every option has a source, and a value or none', () => {
    const { values, sources } = resolve({});
    expect(new Set(sources.values())).toEqual(new Set(['default']));
    expect(values).toEqual({
      apiVersion: '2026-07-15',
      emulator: false,
      emulatorLatency: 'recorded',
      fast: false,
      model: 'gpt-realtime',
      query: [],
      reconnect: true,
      scope: 'https://ai.azure.com/.default',
      turnDetection: 'server_vad',
      unchecked: false,
      outputFormat: 'pcm16',
      echo: 'server',
      ptt: false,
      pttHangOver: 0,
      pttKey: 'space',
      halfDuplex: false,
      header: [],
      bargeIn: true,
      audioBackend: 'auto',
      lowLatency: false,
      text: false,
      theme: 'auto',
      plain: false,
      json: false,
      color: true,
      mouse: true,
      approve: 'ask',
      maxToolRounds: 20,
      maxRetries: 5,
    });
  });
});

describe('values', () => {
  test('--record alone records into recordings', () => {
    expect(resolve({ record: true }).values.record).toBe('recordings');
    expect(resolve({ record: 'elsewhere' }).values.record).toBe('elsewhere');
  });

  test('numbers, choices and lists become values of their kind', () => {
    const { values } = resolve({
      temperature: '0.7',
      timeout: '90',
      auth: 'entra',
      query: ['profile=byom-azure-openai-realtime', 'features=a:true'],
    });
    expect(values).toMatchObject({
      temperature: 0.7,
      timeout: 90,
      auth: 'entra',
      query: ['profile=byom-azure-openai-realtime', 'features=a:true'],
    });
  });
});

describe('bad values', () => {
  const table: readonly [flags: Record<string, unknown>, sentence: string, hint?: string][] = [
    [
      { auth: 'entrra' },
      'Flag --auth: found "entrra", expected one of key, entra, bearer.',
      'Did you mean entra?',
    ],
    [
      { turnDetection: 'azure_multilingual_semantic_vad' },
      'Flag --turn-detection: found "azure_multilingual_semantic_vad", expected one of none, server_vad, semantic_vad, azure_semantic_vad, azure_semantic_vad_en, azure_semantic_vad_multilingual.',
      'Did you mean azure_semantic_vad_multilingual?',
    ],
    [
      { temperature: 'warm' },
      'Flag --temperature: found "warm", expected a number from 0, such as 0.8.',
    ],
    [
      { temperature: '-1' },
      'Flag --temperature: found "-1", expected a number from 0, such as 0.8.',
    ],
    [
      { timeout: '0' },
      'Flag --timeout: found "0", expected a number of seconds over 0, such as 60.',
    ],
    [
      { timeout: '0x10' },
      'Flag --timeout: found "0x10", expected a number of seconds over 0, such as 60.',
    ],
    [
      { maxTokens: '1.5' },
      'Flag --max-tokens: found "1.5", expected a whole number from 1, or inf.',
    ],
    [
      { query: ['profile'] },
      'Flag --query: found "profile", expected NAME=VALUE, such as profile=byom-azure-openai-realtime.',
    ],
    [
      { apiVersion: 'latest' },
      'Flag --api-version: found "latest", expected a date such as 2026-07-15 or 2026-06-01-preview, or v1.',
    ],
    [{ model: ' ' }, 'Flag --model: found " ", expected a value.'],
  ];

  it.each(table)('%j is refused with what was found and expected', (flags, sentence, hint) => {
    const error = caught(() => resolve(flags));
    expect(error.message).toBe(sentence);
    expect(error.hint).toBe(hint);
    expect(error.exitCode).toBe(2);
  });

  test('all problems come at once, one a line, each with its fix', () => {
    const error = caught(() =>
      resolve(
        { auth: 'entrra', timeout: 'soon', text: true, mic: 'a.wav', echo: 'client' },
        { AZURE_VOICELIVE_API_VERSION: '2026' },
      ),
    );
    expect(error.message.split('\n')).toEqual([
      'Environment AZURE_VOICELIVE_API_VERSION: found "2026", expected a date such as 2026-07-15 or 2026-06-01-preview, or v1.',
      'Flag --auth: found "entrra", expected one of key, entra, bearer. Did you mean entra?',
      'Flag --timeout: found "soon", expected a number of seconds over 0, such as 60.',
      '--text cannot be combined with --echo. A text session has no audio.',
      '--text cannot be combined with --mic. A text session has no audio.',
    ]);
    expect(error.exitCode).toBe(2);
  });

  test('the variable is named when the value came from the environment', () => {
    const error = caught(() => resolve({}, { AZURE_VOICELIVE_API_VERSION: '2026' }));
    expect(error.message).toMatch(/^Environment AZURE_VOICELIVE_API_VERSION: found "2026"/);
  });

  test('what may be a key in the wrong place is not shown, and nothing steers the terminal', () => {
    const key = '84b1c2d3e4f5a6b7c8d9e0f1a2b3c4d5';
    expect(caught(() => resolve({ auth: key })).message).not.toContain(key.slice(0, 8));
    expect(caught(() => resolve({ auth: '\u001b]0;x\u0007ke\u202ey' })).message).toContain('"key"');
    expect(caught(() => resolve({ auth: 'k '.repeat(500) })).message.length).toBeLessThan(150);
  });
});
