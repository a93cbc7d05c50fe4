import { describe, expect, test } from 'vitest';
import { resolveOptions } from '../../../../src/config/options/resolve-options.js';
import { planSession } from '../../../../src/config/session/session-plan.js';
import { planTarget, type TargetPlan } from '../../../../src/config/session/target.js';
import { rejected } from '../caught.js';

const endpoint = 'contoso.services.ai.azure.com';
const key = { AZURE_VOICELIVE_API_KEY: 'key-of-a-test-0123' };

async function target(
  flags: Record<string, unknown>,
  env: Record<string, string> = key,
): Promise<TargetPlan> {
  const resolved = resolveOptions({ flags, env });
  return planTarget(resolved, (await planSession(resolved)).plan, env);
}

/** The parameters of the URL. */
async function queryOf(flags: Record<string, unknown>): Promise<Record<string, string>> {
  const planned = await target(flags);
  const { url } = planned.emulated ? planned.endpointAt('http://127.0.0.1:1') : planned.endpoint;
  return Object.fromEntries(url.searchParams);
}

describe('options of the connection', () => {
  test('name the model, the version and further parameters', async () => {
    const flags = { endpoint, model: 'gpt-5', apiVersion: 'v1', query: ['profile=a=b'] };
    expect(await queryOf(flags)).toEqual({ 'api-version': 'v1', model: 'gpt-5', profile: 'a=b' });
  });

  test('name the agent', async () => {
    const agent = { agentName: 'a', projectName: 'p', agentVersion: '2', conversationId: 'c' };
    const query = await queryOf({ endpoint, auth: 'entra', ...agent });
    expect(Object.values(query)).toEqual(expect.arrayContaining(['a', 'p', '2', 'c']));
    expect(query).not.toHaveProperty('model');
  });

  test('the echo reference of the client is announced', async () => {
    expect(await queryOf({ endpoint, echo: 'client' })).toMatchObject({
      features: 'client_ec_reference:true',
    });
  });

  test('without an endpoint, and with --emulator, the emulator is the target', async () => {
    expect(await target({})).toMatchObject({ label: 'emulator', emulated: true });
    const env = { AZURE_VOICELIVE_ENDPOINT: endpoint };
    const planned = await target({ emulator: true, scenario: 'x.yaml' }, env);
    expect(planned).toMatchObject({ emulated: true, scenario: 'x.yaml' });
  });

  test('the credential is a key or a token of Entra', async () => {
    expect(await target({ endpoint })).toMatchObject({
      label: endpoint,
      credential: { kind: 'key', key: key.AZURE_VOICELIVE_API_KEY },
    });
    expect(await target({ endpoint, auth: 'entra' }, {})).toMatchObject({
      credential: { kind: 'entra' },
    });
    expect((await rejected(target({ endpoint }, {}))).exitCode).toBe(3);
  });

  test('a bad endpoint is told with the place that it came from', async () => {
    const env = { AZURE_VOICELIVE_ENDPOINT: 'not a url' };
    expect((await rejected(target({}, env))).message).toMatch(
      /^environment AZURE_VOICELIVE_ENDPOINT: .*not a URL/i,
    );
  });
});
