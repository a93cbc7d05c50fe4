import { describe, expect, test } from 'vitest';
import { resolveOptions } from '../../../../src/config/options/resolve-options.js';
import { planSession } from '../../../../src/config/session/session-plan.js';
import { planned } from '../planned.js';
import { useTemporaryFolder } from '../temporary-folder.js';

const folder = useTemporaryFolder();

describe('options of the output', () => {
  test('text only has no sound in it', async () => {
    const { plan } = await planned({ text: true });
    expect(plan.mode).toBe('text');
    expect(plan.session).toEqual({ modalities: ['text'], turn_detection: null });
  });

  test('text mode goes over the session file, and leaves out the flags of a session with sound', async () => {
    const session = folder.write('session.yaml', 'modalities: [text, audio]\ntemperature: 1\n');
    const resolved = resolveOptions({
      flags: { session, voice: 'alloy', ptt: true },
      env: { AZURE_VOICELIVE_ENDPOINT: 'contoso.services.ai.azure.com' },
    });
    const { plan } = await planSession({ ...resolved, values: { ...resolved.values, text: true } });
    expect(plan.mode).toBe('text');
    expect(plan.session).toEqual({ modalities: ['text'], turn_detection: null, temperature: 1 });
  });

  test('the limit of the cost and the prices are for the session core', async () => {
    const prices = folder.write('prices.yaml', 'date: 2026-11\ntiers: {pro: {audio_in: 1}}\n');
    const { settings } = await planned({ maxCost: '0.5' }, { VOICELIVE_PRICES: prices });
    expect(settings.maxCostUsd).toBe(0.5);
    expect(settings.prices).toBeDefined();
    expect((await planned({})).settings).not.toHaveProperty('prices');
  });
});
