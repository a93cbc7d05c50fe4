import { describe, expect, it } from 'vitest';
import { textValue } from '../../src/emulator/kernel/text-value.js';
import { loadScenario, parseScenario } from '../../src/emulator/scenario/scenario-file.js';
import type { JsonObject } from '../../src/shared/json.js';
import { field, openClient, sayInText, type TestClient } from '../helpers/emulator-client.js';
import { closeEmulatorsAfterEach, runEmulator } from '../helpers/emulator-rig.js';
import { answerApproval, everything } from '../helpers/emulator-tour.js';
import { closeMcpServersAfterEach, runMcpServer } from '../helpers/mcp-server.js';

closeMcpServersAfterEach();
closeEmulatorsAfterEach();

const calculator = parseScenario(
  `
turns:
  - phrases: [add]
    mcp: { tool: add, arguments: { a: 2, b: 3 } }
    then: 'The sum is {{output}}.'
    otherwise: 'No sum: {{output}}'
  - phrases: [make it fail]
    mcp: { tool: fail }
    otherwise: 'Failed: {{output}}'
`,
  'calculator.yaml',
);

async function mcpClient(tool: JsonObject, scenario = calculator): Promise<TestClient> {
  const client = await openClient(await runEmulator({ scenario }), { model: 'gpt-4.1' });
  client.send({
    type: 'session.update',
    session: { modalities: ['text'], tools: [{ type: 'mcp', server_label: 'calc', ...tool }] },
  });
  await client.next('session.updated');
  client.read();
  return client;
}

const typesOf = (events: readonly JsonObject[]): readonly string[] =>
  events.map((event) => textValue(event['type'])).filter((type) => !type.endsWith('.delta'));

async function answerText(client: TestClient): Promise<unknown> {
  client.send({ type: 'response.create' });
  const done = await client.next('response.done');
  return field(done, 'response', 'output', '0', 'content', '0', 'text');
}

describe.each(['json', 'events'] as const)('a real MCP server that answers in %s', (answers) => {
  it('is listed, asked after an approval, and its result is used', async () => {
    const server = await runMcpServer({ answers });
    const client = await mcpClient({
      server_url: server.url,
      authorization: 'Bearer secret',
      headers: { 'x-tenant': 'me' },
    });
    const listed = await client.next('conversation.item.done');
    expect(field(listed, 'item', 'tools', '0')).toMatchObject({
      name: 'add',
      input_schema: { required: ['a', 'b'] },
    });
    expect(typesOf(client.read())).toEqual([
      'conversation.item.created',
      'mcp_list_tools.in_progress',
      'mcp_list_tools.completed',
      'conversation.item.done',
    ]);
    sayInText(client, 'add');
    await client.next('response.done');
    expect(typesOf(client.read()).slice(1)).toEqual([
      'response.created',
      'response.output_item.added',
      'conversation.item.created',
      'response.mcp_call_arguments.done',
      'conversation.item.created',
      'response.done',
    ]);
    await answerApproval(client, true);
    expect(typesOf(client.read())).toEqual([
      'conversation.item.created',
      'response.mcp_call.in_progress',
      'response.mcp_call.completed',
      'response.output_item.done',
    ]);
    expect(await answerText(client)).toBe('The sum is 5.');
    expect(server.asked.map(({ method }) => method)).toEqual([
      'initialize',
      'notifications/initialized',
      'tools/list',
      'tools/call',
    ]);
    expect(server.asked.at(-1)?.headers).toMatchObject({
      authorization: 'Bearer secret',
      'x-tenant': 'me',
      'mcp-session-id': 'session-1',
    });
  });

  it('has its failures told', async () => {
    const server = await runMcpServer({ answers });
    const client = await mcpClient({ server_url: server.url, require_approval: 'never' });
    await client.next('mcp_list_tools.completed');
    sayInText(client, 'make it fail');
    const done = await client.next('response.output_item.done');
    expect(done).toMatchObject({
      item: { error: { type: 'tool_execution_error', message: 'It failed.' }, output: null },
    });
    await client.next('response.done');
    expect(await answerText(client)).toBe('Failed: It failed.');
  });
});

describe('an MCP server', () => {
  it('is not asked again by an update that keeps it, and told when the client leaves', async () => {
    const server = await runMcpServer({ answers: 'json' });
    const client = await mcpClient({ server_url: server.url });
    await client.next('mcp_list_tools.completed');
    const tool = { type: 'mcp', server_label: 'calc', server_url: server.url };
    client.send({ type: 'session.update', session: { tools: [{ ...tool, allowed_tools: [] }] } });
    await client.next('session.updated');
    expect(server.asked.filter(({ method }) => method === 'tools/list')).toHaveLength(1);
    client.close();
    await expect.poll(() => server.asked.at(-1)?.method).toBe('DELETE');
  });

  it.each([
    ['that answers 500', { status: 500 }],
    ['that answers 307', { status: 307 }],
  ])('%s fails to be listed', async (_, options) => {
    const server = await runMcpServer({ answers: 'json', ...options });
    const client = await mcpClient({ server_url: server.url });
    await client.next('mcp_list_tools.failed');
    sayInText(client, 'add');
    const done = await client.next('response.done');
    expect(field(done, 'response', 'output', '0', 'content', '0', 'text')).toMatch(
      /^I would call the tool add/,
    );
  });

  it('whose answer is too long fails the call', async () => {
    const server = await runMcpServer({ answers: 'json', paddingBytes: 2 * 1024 * 1024 });
    const client = await mcpClient({ server_url: server.url, require_approval: 'never' });
    await client.next('mcp_list_tools.completed');
    sayInText(client, 'add');
    const done = await client.next('response.output_item.done');
    expect(field(done, 'item', 'error', 'type')).toBe('http_error');
  });

  it.each(['https://example.com/mcp', 'http://10.0.0.1/mcp', 'file:///etc/passwd', 'nonsense'])(
    'elsewhere is never asked: %s',
    async (url) => {
      const client = await mcpClient({ server_url: url });
      await client.next('mcp_list_tools.failed');
    },
  );

  it.each([
    ['always', true],
    ['never', false],
    [{ always: ['add'] }, true],
    [{ never: ['add'] }, false],
    [{ never: ['fail'] }, true],
    [{ always: ['add'], never: ['add'] }, true],
  ])('is asked with require_approval %j: approval needed %s', async (rule, needed) => {
    const server = await runMcpServer({ answers: 'json' });
    const client = await mcpClient({ server_url: server.url, require_approval: rule });
    await client.next('mcp_list_tools.completed');
    sayInText(client, 'add');
    await client.next('response.done');
    const requests = client.events.filter(
      (event) => field(event, 'item', 'type') === 'mcp_approval_request',
    );
    expect(requests).toHaveLength(needed ? 1 : 0);
    expect(server.asked.some(({ method }) => method === 'tools/call')).toBe(!needed);
  });
});

describe('the default scenario', () => {
  it('calls any tool of a real server by its name, with made-up arguments', async () => {
    const server = await runMcpServer({ answers: 'json' });
    const tool = { server_url: server.url, require_approval: 'never' };
    const client = await mcpClient(tool, loadScenario());
    sayInText(client, 'call the tool add');
    const done = await client.next('response.done');
    expect(field(done, 'response', 'output', '0', 'arguments')).toBe('{"a":1,"b":1}');
    expect(await answerText(client)).toBe('The tool says: 2');
    sayInText(client, 'use the tool multiply');
    await client.next('response.done');
    expect(field(client.events.at(-1), 'response', 'output', '0', 'content', '0', 'text')).toBe(
      'No MCP server of this session has a tool Multiply.',
    );
  });
});

describe('an approval', () => {
  async function asked(): Promise<TestClient> {
    const tool = { server_label: 'library', server_url: 'http://127.0.0.1:1/' };
    const client = await mcpClient(tool, everything());
    sayInText(client, 'find a book');
    await client.next('response.done');
    return client;
  }

  it('that is denied fails the call and is answered', async () => {
    const client = await asked();
    await answerApproval(client, false);
    expect(typesOf(client.events)).toContain('response.mcp_call.failed');
    expect(await answerText(client)).toBe('No book: The call was not approved.');
  });

  it('is acted on before the answer, even if that is asked for at once', async () => {
    const client = await asked();
    const request = client.events.find(
      (event) => field(event, 'item', 'type') === 'mcp_approval_request',
    );
    const id = field(request, 'item', 'id') ?? '';
    const item = { type: 'mcp_approval_response', approval_request_id: id, approve: true };
    client.send({ type: 'conversation.item.create', item });
    expect(await answerText(client)).toBe('The library says: Dune is on shelf seven.');
  });

  it('that has not come leaves the assistant waiting', async () => {
    expect(await answerText(await asked())).toBe(
      'I am waiting for your approval to call find_book.',
    );
  });

  it('may come as an event of its own, and only once', async () => {
    const client = await asked();
    const request = client.events.find(
      (event) => field(event, 'item', 'type') === 'mcp_approval_request',
    );
    const id = field(request, 'item', 'id') ?? '';
    client.send({ type: 'mcp_approval_response', approval_request_id: id, approve: true });
    await client.next('response.mcp_call.completed');
    client.send({ type: 'mcp_approval_response', approval_request_id: id, approve: true });
    expect(field(await client.next('error'), 'error', 'message')).toContain('not found');
    client.send({ type: 'mcp_approval_response' });
    expect(field(await client.next('error'), 'error', 'code')).toBe('missing_required_parameter');
  });
});
