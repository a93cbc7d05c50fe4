import { describe, expect, test } from 'vitest';
import { rejected } from '../caught.js';
import { planned, plannedSession } from '../planned.js';
import { useTemporaryFolder } from '../temporary-folder.js';

const folder = useTemporaryFolder();

const toolFile = (): string =>
  folder.write(
    'tools.yaml',
    '- {builtin: demo-weather}\n- {name: get_time, command: [date], parameters: {type: object}}\n',
  );

describe('the tool to call', () => {
  test('is a word or the name of a tool', async () => {
    const tools = toolFile();
    const required = await plannedSession({ tools, toolChoice: 'required' });
    expect(required.tool_choice).toBe('required');
    const named = await plannedSession({ tools, toolChoice: 'get_weather' });
    expect(named.tool_choice).toEqual({ type: 'function', name: 'get_weather' });
    const error = await rejected(planned({ tools, toolChoice: 'get_wether' }));
    expect(error.message).toBe(
      'Flag --tool-choice: found "get_wether", expected one of auto, none, required, get_weather, get_time.',
    );
    expect(error.hint).toBe('Did you mean get_weather?');
  });
});

describe('the limit of tool rounds', () => {
  test('is a whole number, 20 by default', async () => {
    expect((await planned({})).settings.maxToolRounds).toBe(20);
    expect((await planned({ maxToolRounds: '0' })).settings.maxToolRounds).toBe(0);
    const error = await rejected(planned({ maxToolRounds: '1.5' }));
    expect(error.message).toBe(
      'Flag --max-tool-rounds: found "1.5", expected a whole number, such as 20.',
    );
  });
});

describe('the approval policy', () => {
  const policy = async (approve: string, more: Record<string, unknown> = {}) =>
    (await planned({ approve, ...more })).settings.approve;

  test('is a word or a list of tools', async () => {
    expect((await planned({})).settings.approve).toBe('ask');
    for (const word of ['ask', 'never', 'always']) expect(await policy(word)).toBe(word);
    expect(await policy('get_weather, get_time', { tools: toolFile() })).toEqual([
      'get_weather',
      'get_time',
    ]);
  });

  test('names the tools of an MCP server with the server', async () => {
    const session = folder.write(
      'session.yaml',
      'tools: [{type: mcp, server_label: docs, server_url: "https://example.com/mcp"}]\n',
    );
    expect(await policy('docs/search', { session })).toEqual(['docs/search']);
    const error = await rejected(policy('search', { session }));
    expect(error.message).toContain('(available: docs/NAME, docs/*)');
  });

  test('a mistyped tool or word is not taken for a tool', async () => {
    const tools = toolFile();
    expect((await rejected(policy('get_wether', { tools }))).hint).toBe(
      'Did you mean get_weather?',
    );
    expect((await rejected(policy('get_weather,always', { tools }))).message).toBe(
      'Flag --approve: found "always", expected ask, never, always, or tool names (available: get_weather, get_time).',
    );
    expect((await rejected(policy(','))).exitCode).toBe(2);
  });

  test('its problem is told with the others', async () => {
    const error = await rejected(planned({ approve: 'x', toolChoice: 'y', voice: 'z' }));
    expect(error.message.split('\n')).toEqual([
      expect.stringMatching(/^Flag --voice: found "z"/),
      expect.stringMatching(/^Flag --tool-choice: found "y"/),
      expect.stringMatching(/^Flag --approve: found "x"/),
    ]);
  });
});
