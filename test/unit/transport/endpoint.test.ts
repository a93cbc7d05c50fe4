import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { VoiceliveError } from '../../../src/shared/errors.js';
import {
  describeTarget,
  resolveEndpoint,
  type EndpointInput,
} from '../../../src/transport/endpoint.js';

const canary = 'Canary0123456789abcdefCanary';
const model = { kind: 'model', model: 'gpt-realtime' } as const;
const agent = { kind: 'agent', agentName: 'front desk', projectName: 'hotel' } as const;
const query = '?model=gpt-realtime&api-version=2026-07-15';

function urlOf(endpoint: string, more: Partial<EndpointInput> = {}): string {
  return resolveEndpoint({ endpoint, target: model, ...more }).url.href;
}

function refusalOf(endpoint: string, more: Partial<EndpointInput> = {}): VoiceliveError {
  try {
    urlOf(endpoint, more);
  } catch (thrown) {
    if (thrown instanceof VoiceliveError) return thrown;
  }
  throw new Error('not refused');
}

describe('an endpoint', () => {
  test.each([
    ['r.services.ai.azure.com', `wss://r.services.ai.azure.com/voice-live/realtime${query}`],
    [
      ' https://r.services.ai.azure.com/ ',
      `wss://r.services.ai.azure.com/voice-live/realtime${query}`,
    ],
    ['r.example:8443', `wss://r.example:8443/voice-live/realtime${query}`],
    ['https://r.example/api/projects/p1', `wss://r.example/voice-live/realtime${query}`],
    ['https://gateway.example/team/', `wss://gateway.example/team/voice-live/realtime${query}`],
    ['https://r.example/voice-live/realtime', `wss://r.example/voice-live/realtime${query}`],
    ['wss://r.example', `wss://r.example/voice-live/realtime${query}`],
    ['wss://r.example/own/path', `wss://r.example/own/path${query}`],
    ['http://127.0.0.1:4100', `ws://127.0.0.1:4100/voice-live/realtime${query}`],
    ['ws://[::1]:4100/x', `ws://[::1]:4100/x${query}`],
    ['localhost:4100', `ws://localhost:4100/voice-live/realtime${query}`],
    [
      '127.0.0.1:4100/a?features=b',
      `ws://127.0.0.1:4100/a/voice-live/realtime?features=b&${query.slice(1)}`,
    ],
  ])('written as %s becomes %s', (written, expected) => {
    expect(urlOf(written)).toBe(expected);
  });

  test('keeps the query that it has, to the letter, and adds what is missing', () => {
    expect(urlOf('wss://r.example/p?features=client_ec_reference:true&model=m%201')).toBe(
      'wss://r.example/p?features=client_ec_reference:true&model=m%201&api-version=2026-07-15',
    );
    expect(urlOf('wss://r.example/p?api-version=v1')).toBe(
      'wss://r.example/p?api-version=v1&model=gpt-realtime',
    );
  });

  test('takes api-version and further parameters', () => {
    const more = {
      apiVersion: '2025-10-01',
      query: [['profile', 'byom-azure-openai-realtime']],
    } as const;
    expect(urlOf('r.example', more)).toBe(
      'wss://r.example/voice-live/realtime?profile=byom-azure-openai-realtime&model=gpt-realtime&api-version=2025-10-01',
    );
  });

  test('tells host, mode, name and version for the screen', () => {
    expect(resolveEndpoint({ endpoint: 'localhost:81', target: model })).toMatchObject({
      host: 'localhost:81',
      loopback: true,
      mode: 'model',
      name: 'gpt-realtime',
      apiVersion: '2026-07-15',
    });
  });
});

describe('agent mode', () => {
  test('names agent and project with hyphens, and no model', () => {
    expect(
      urlOf('r.example', { target: { ...agent, agentVersion: '3', conversationId: 'c1' } }),
    ).toBe(
      'wss://r.example/voice-live/realtime?agent-name=front+desk&agent-project-name=hotel&agent-version=3&conversation-id=c1&api-version=2026-07-15',
    );
  });

  test('is on when the URL names an agent, whatever the model option says', () => {
    const resolved = resolveEndpoint({
      endpoint: 'wss://r.example/p?agent-name=a&agent-project-name=b',
      target: model,
    });
    expect(resolved).toMatchObject({ mode: 'agent', name: 'a' });
    expect(resolved.url.search).not.toContain('model');
  });

  test('needs both names', () => {
    expect(refusalOf('r.example', { target: { ...agent, projectName: '' } }).hint).toContain(
      '--project-name',
    );
    expect(refusalOf('r.example', { target: { ...agent, agentName: '' } }).hint).toContain(
      '--agent-name',
    );
  });
});

describe('an endpoint is refused with exit code 2', () => {
  test.each([
    ['', 'endpoint-invalid'],
    ['https://', 'endpoint-invalid'],
    ['not a host', 'endpoint-invalid'],
    ['ftp://r.example', 'endpoint-invalid'],
    ['https://r.example/#part', 'endpoint-invalid'],
    ['http://r.example', 'endpoint-plain'],
    ['ws://10.0.0.1:80', 'endpoint-plain'],
    ['ws://127.0.0.1.example.com', 'endpoint-plain'],
    ['wss://r.example/p?agent_name=x', 'endpoint-parameter'],
  ])('%s', (written, code) => {
    expect(refusalOf(written)).toMatchObject({ code, exitCode: 2 });
  });

  test('no model', () => {
    expect(refusalOf('r.example', { target: { kind: 'model', model: '' } }).code).toBe(
      'endpoint-target',
    );
  });

  test('a parameter given twice with different values', () => {
    expect(refusalOf('wss://r.example/p?features=a', { query: [['features', 'b']] }).code).toBe(
      'endpoint-parameter',
    );
    expect(urlOf('wss://r.example/p?features=a', { query: [['features', 'a']] })).not.toMatch(
      /features.*features/,
    );
  });

  test.each([
    `https://r.example/?api-key=${canary}`,
    `https://r.example/?Api_Key=${canary}`,
    `wss://r.example/p?Authorization=Bearer%20${canary}`,
    `wss://r.example/p?x=Bearer%20${canary}`,
    `wss://r.example/p?agent-access-token=${canary}`,
    `wss://r.example/p?subscription-key=${canary}`,
    `wss://r.example/p?x=eyJ${canary}.${canary}.${canary}`,
    `https://user:${canary}@r.example`,
    `https://${canary}@r.example`,
    `https://r.example/#${canary}`,
    `https://r.example:bad/?api-key=${canary}`,
    `https://user:${canary}@r.example:bad`,
    `${canary}abcdefgh`,
    `http://r.example/?key=${canary}`,
  ])('and nothing of a secret in it is told: %s', (written) => {
    const error = refusalOf(written);
    expect(error.exitCode).toBe(2);
    expect(
      `${error.message} ${error.hint ?? ''} ${String(error.cause)}`.toLowerCase(),
    ).not.toContain(canary.toLowerCase());
  });

  test('a secret in --query', () => {
    expect(refusalOf('r.example', { query: [['api-key', canary]] }).code).toBe('endpoint-secret');
  });
});

test('any text gives a ws URL or a VoiceliveError of exit code 2', () => {
  const written = fc.oneof(fc.string(), fc.webUrl({ withQueryParameters: true }), fc.domain());
  fc.assert(
    fc.property(written, (endpoint) => {
      try {
        const { url, loopback } = resolveEndpoint({ endpoint, target: model });
        expect(url.protocol === 'wss:' || (url.protocol === 'ws:' && loopback)).toBe(true);
        expect(url.hash + url.username + url.password).toBe('');
      } catch (thrown) {
        if (!(thrown instanceof VoiceliveError)) throw thrown;
        expect(thrown.exitCode).toBe(2);
      }
    }),
    { numRuns: 1_000 },
  );
});

test('the target for the screen shows known parameters and only the names of others', () => {
  const { url } = resolveEndpoint({ endpoint: `wss://r.example/p?x-own=${canary}`, target: model });
  expect(describeTarget(url)).toBe(
    'wss://r.example/p?x-own=…&model=gpt-realtime&api-version=2026-07-15',
  );
});
