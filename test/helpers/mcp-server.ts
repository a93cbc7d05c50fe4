import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type Server,
} from 'node:http';
import { afterEach } from 'vitest';
import { isJsonObject, type JsonObject } from '../../src/shared/json.js';

/** A Model Context Protocol server of a few lines, over streamable HTTP on this machine. */
export interface TestMcpServer {
  readonly url: string;
  /** Methods and headers of everything that was asked, in order. */
  readonly asked: readonly { readonly method: string; readonly headers: IncomingHttpHeaders }[];
}

export interface TestMcpOptions {
  readonly answers: 'json' | 'events';
  /** Answers every request with this status instead. */
  readonly status?: number;
  /** Bytes of padding in the answer to `tools/call`. */
  readonly paddingBytes?: number;
}

const running: Server[] = [];

export function closeMcpServersAfterEach(): void {
  afterEach(async () => {
    for (const server of running.splice(0)) {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    }
  });
}

async function bodyOf(request: IncomingMessage): Promise<JsonObject> {
  let text = '';
  for await (const chunk of request) text += String(chunk);
  const value: unknown = text === '' ? {} : JSON.parse(text);
  return isJsonObject(value) ? value : {};
}

const tools = [
  {
    name: 'add',
    description: 'Adds two numbers.',
    inputSchema: {
      type: 'object',
      properties: { a: { type: 'number' }, b: { type: 'number' } },
      required: ['a', 'b'],
    },
  },
  { name: 'fail', description: 'Fails.', inputSchema: { type: 'object' } },
];

function resultOf(method: string, params: JsonObject, padding: string): JsonObject {
  if (method === 'initialize') {
    const serverInfo = { name: 'test', version: '1' };
    return { result: { protocolVersion: '2025-06-18', capabilities: { tools: {} }, serverInfo } };
  }
  if (method === 'tools/list') return { result: { tools } };
  if (params['name'] === 'fail') {
    return { result: { isError: true, content: [{ type: 'text', text: 'It failed.' }] } };
  }
  if (params['name'] !== 'add') return { error: { code: -32602, message: 'Unknown tool' } };
  const { a, b } = isJsonObject(params['arguments']) ? params['arguments'] : {};
  return { result: { content: [{ type: 'text', text: `${Number(a) + Number(b)}${padding}` }] } };
}

export async function runMcpServer(options: TestMcpOptions): Promise<TestMcpServer> {
  const asked: { method: string; headers: IncomingHttpHeaders }[] = [];
  const server = createServer((request, response) => {
    void bodyOf(request).then(({ id, method, params }) => {
      const name = typeof method === 'string' ? method : (request.method ?? '');
      asked.push({ method: name, headers: request.headers });
      if (options.status !== undefined) {
        response.writeHead(options.status).end();
        return;
      }
      if (id === undefined) {
        response.writeHead(202).end();
        return;
      }
      const padding = 'x'.repeat(options.paddingBytes ?? 0);
      const outcome = resultOf(name, isJsonObject(params) ? params : {}, padding);
      const text = JSON.stringify({ jsonrpc: '2.0', id, ...outcome });
      const session = { 'mcp-session-id': 'session-1' };
      if (options.answers === 'json') {
        response.writeHead(200, { 'content-type': 'application/json', ...session }).end(text);
        return;
      }
      response.writeHead(200, { 'content-type': 'text/event-stream', ...session });
      response.write(
        'event: message\ndata: {"jsonrpc":"2.0","method":"notifications/message"}\n\n',
      );
      response.end(`event: message\ndata: ${text}\n\n`);
    });
  });
  running.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return { url: `http://127.0.0.1:${port}/mcp`, asked };
}
