import { describe, expect, it, test } from 'vitest';
import { optionTable } from '../../../../src/config/options/option-table.js';
import { resolveOptions } from '../../../../src/config/options/resolve-options.js';
import { longFlag } from '../../../../src/config/options/row.js';
import { caught } from '../caught.js';

function resolve(flags: Record<string, unknown>, env: Record<string, string> = {}): unknown {
  return resolveOptions({ flags, env });
}

const endpoint = 'contoso.services.ai.azure.com';

describe('options that contradict each other', () => {
  const agent = { agentName: 'a', projectName: 'p' };
  const table: readonly [flags: Record<string, unknown>, sentence: string, hint?: string][] = [
    [{ emulator: true, endpoint }, '--emulator cannot be combined with --endpoint.'],
    [
      { scenario: 'x.yaml', endpoint },
      '--scenario is for the emulator, but an endpoint is configured (flag --endpoint).',
      'Add --emulator.',
    ],
    [{ auth: 'entra', apiKeyFile: 'k' }, '--api-key-file cannot be combined with --auth entra.'],
    [
      { ptt: true, turnDetection: 'server_vad' },
      '--ptt cannot be combined with --turn-detection server_vad.',
      'Push-to-talk needs no turn detection: leave one of them out.',
    ],
    [{ text: true, mic: 'a.wav' }, '--text cannot be combined with --mic.'],
    [{ agentName: 'a' }, '--agent-name needs --project-name.', 'Add --project-name.'],
    [{ projectName: 'p' }, '--project-name needs --agent-name.'],
    [{ conversationId: 'c' }, '--conversation-id needs --agent-name.'],
    [{ agentVersion: '2' }, '--agent-version needs --agent-name.'],
    [
      { ...agent, model: 'gpt-5' },
      '--agent-name cannot be combined with --model.',
      'The agent has its own model.',
    ],
    [{ ...agent, instructions: 'x' }, '--agent-name cannot be combined with --instructions.'],
    [{ ...agent, endpoint }, '--agent-name needs --auth entra.', 'Agents do not accept API keys.'],
  ];

  it.each(table)('%j is refused', (flags, sentence, hint) => {
    const error = caught(() => resolve(flags));
    expect(error.message).toBe(sentence);
    if (hint === undefined) expect(error.hint).toBeDefined();
    else expect(error.hint).toBe(hint);
    expect(error.exitCode).toBe(2);
    expect(error.code).toBe('option-conflict');
  });

  const needSound = optionTable.filter((row) => row.requires === 'sound');

  it.each(needSound.map((row) => [longFlag(row), row] as const))(
    '%s is refused with --text',
    (flag, { name, value, default: unset }) => {
      const given = typeof unset === 'boolean' ? !unset : (value.choices?.[0] ?? '1');
      const error = caught(() => resolve({ text: true, [name]: given }));
      expect(error.message).toBe(`--text cannot be combined with ${flag}.`);
    },
  );

  test('the environment gives way to a flag', () => {
    const env = { AZURE_VOICELIVE_ENDPOINT: endpoint, AZURE_VOICELIVE_MODEL: 'gpt-5' };
    resolve({ emulator: true, scenario: 'x.yaml' }, env);
    resolve({ agentName: 'a', projectName: 'p', auth: 'entra' }, env);
    resolve({ ptt: true, turnDetection: 'none' }, env);
  });

  test('the environment counts where it decides between emulator and service', () => {
    const env = { AZURE_VOICELIVE_ENDPOINT: endpoint };
    expect(caught(() => resolve({ scenario: 'x.yaml' }, env)).message).toContain(
      '(environment AZURE_VOICELIVE_ENDPOINT)',
    );
    resolve({ agentName: 'a', projectName: 'p' });
  });
});
