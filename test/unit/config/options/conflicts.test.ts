import { describe, expect, it, test } from 'vitest';
import { checkConflicts } from '../../../../src/config/options/conflicts.js';
import { resolveOptions } from '../../../../src/config/options/layers.js';
import { caught } from '../caught.js';

function check(flags: Record<string, unknown>, env: Record<string, string> = {}): void {
  checkConflicts(resolveOptions({ flags, env }));
}

const endpoint = 'contoso.services.ai.azure.com';

describe('options that contradict each other', () => {
  const table: readonly [flags: Record<string, unknown>, sentence: RegExp][] = [
    [{ emulator: true, endpoint }, /^--emulator and --endpoint exclude/],
    [{ scenario: 'x.yaml', endpoint }, /^--scenario is for the emulator.*flag --endpoint/],
    [{ auth: 'entra', apiKeyFile: 'k' }, /^--api-key-file and --auth entra exclude/],
    [{ ptt: true, turnDetection: 'server_vad' }, /^--ptt and --turn-detection server_vad/],
    [{ text: true, ptt: true }, /^--text and --ptt exclude/],
    [{ text: true, bargeIn: false }, /^--text and --no-barge-in exclude/],
    [{ text: true, mic: 'a.wav' }, /^--text and --mic exclude/],
    [{ agentName: 'a' }, /^--agent-name needs --project-name/],
    [{ projectName: 'p' }, /^--project-name needs --agent-name/],
    [{ conversationId: 'c' }, /^--conversation-id needs --agent-name/],
    [{ agentVersion: '2' }, /^--agent-version needs --agent-name/],
    [{ agentName: 'a', projectName: 'p', model: 'gpt-5' }, /^--model and --agent-name exclude/],
    [{ agentName: 'a', projectName: 'p', instructions: 'x' }, /^--instructions and --agent-name/],
    [{ agentName: 'a', projectName: 'p', endpoint }, /takes no API key for an agent/],
  ];

  it.each(table)('%j is refused', (flags, sentence) => {
    const error = caught(() => {
      check(flags);
    });
    expect(error.message).toMatch(sentence);
    expect(error.hint).toBeDefined();
    expect(error.exitCode).toBe(2);
  });

  test('what the environment says gives way to a flag', () => {
    const env = { AZURE_VOICELIVE_ENDPOINT: endpoint, AZURE_VOICELIVE_MODEL: 'gpt-5' };
    check({ emulator: true, scenario: 'x.yaml' }, env);
    check({ agentName: 'a', projectName: 'p', auth: 'entra' }, env);
    check({ ptt: true, turnDetection: 'none' }, env);
  });
});
