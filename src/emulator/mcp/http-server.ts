import { messageOf } from '../../shared/errors.js';
import { isJsonArray, isJsonObject, type JsonObject, type JsonValue } from '../../shared/json.js';
import { textValue } from '../kernel/text-value.js';
import { boundedLines } from './bounded-body.js';
import type { McpResult, McpServer, McpTool } from './mcp-server.js';

const protocolVersion = '2025-06-18';
const deadlineMs = 10_000;
const mostBytes = 1024 * 1024;
const mostTools = 200;
const mostPages = 10;
const loopbackNames: readonly string[] = ['localhost', '127.0.0.1', '[::1]'];

/** Options of the session's `mcp` tool that a request carries. */
interface HttpServerOptions {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
}

/** An answer with an `error` of JSON-RPC. */
class RpcError extends Error {
  readonly code: JsonValue;

  constructor(error: JsonObject) {
    super(textValue(error['message']));
    this.code = error['code'] ?? null;
  }
}

/** True for an address of this machine: the emulator calls no other. */
export function isLoopbackUrl(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, hostname } = new URL(url);
  return ['http:', 'https:'].includes(protocol) && loopbackNames.includes(hostname);
}

function parsed(text: string): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isJsonObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** The answer with this id, in a body that is one JSON object or a stream of events (MCP, streamable HTTP). */
async function answerIn(response: Response, id: number, signal: AbortSignal): Promise<JsonObject> {
  const isStream = (response.headers.get('content-type') ?? '').includes('text/event-stream');
  let data = '';
  for await (const line of boundedLines(response, mostBytes, signal)) {
    if (!isStream) data += `${line}\n`;
    else if (line.startsWith('data:')) data += line.slice(5);
    else if (line === '' && data !== '') {
      const event = parsed(data);
      if (event?.['id'] === id) return event;
      data = '';
    }
  }
  const answer = parsed(data);
  if (answer?.['id'] !== id) throw new Error('the MCP server gave no answer');
  return answer;
}

function toolOf(value: JsonValue): readonly McpTool[] {
  if (!isJsonObject(value) || typeof value['name'] !== 'string') return [];
  const schema = value['inputSchema'];
  const inputSchema = isJsonObject(schema) ? schema : { type: 'object' };
  return [{ name: value['name'], description: textValue(value['description']), inputSchema }];
}

/** Text of a tool's result; parts that are no text appear as JSON. */
function resultText(result: JsonObject): string {
  const content = isJsonArray(result['content']) ? result['content'] : [];
  const parts = content.map((part) =>
    isJsonObject(part) && part['type'] === 'text' ? textValue(part['text']) : JSON.stringify(part),
  );
  return parts.join('\n');
}

/**
 * A real MCP server, over streamable HTTP (Model Context Protocol 2025-06-18). Every request has a deadline, every
 * answer a size limit; redirects are not followed.
 */
export class HttpMcpServer implements McpServer {
  readonly #options: HttpServerOptions;
  #sessionId: string | undefined;
  #lastId = 0;
  #ready: Promise<void> | undefined;

  /** @param options its url must be a loopback address */
  constructor(options: HttpServerOptions) {
    this.#options = options;
  }

  async listTools(): Promise<readonly McpTool[]> {
    await this.#initialised();
    const tools: McpTool[] = [];
    let cursor: JsonValue | undefined;
    for (let page = 0; page < mostPages && tools.length < mostTools; page += 1) {
      const given: JsonObject = cursor === undefined ? {} : { cursor };
      const result = await this.#request('tools/list', given);
      if (isJsonArray(result['tools'])) tools.push(...result['tools'].flatMap(toolOf));
      cursor = result['nextCursor'];
      if (typeof cursor !== 'string') break;
    }
    return tools.slice(0, mostTools);
  }

  async call(name: string, args: JsonObject): Promise<McpResult> {
    try {
      await this.#initialised();
      const result = await this.#request('tools/call', { name, arguments: args });
      const text = resultText(result);
      return result['isError'] === true
        ? { kind: 'error', error: { type: 'tool_execution_error', message: text } }
        : { kind: 'output', output: text };
    } catch (error) {
      if (error instanceof RpcError) {
        const { code, message } = error;
        return { kind: 'error', error: { type: 'protocol_error', code, message } };
      }
      return { kind: 'error', error: { type: 'http_error', message: messageOf(error) } };
    }
  }

  /** Ends the server's session, if it keeps one. */
  async close(): Promise<void> {
    const sessionId = this.#sessionId;
    this.#sessionId = undefined;
    if (sessionId === undefined) return;
    const headers = { ...this.#options.headers, 'mcp-session-id': sessionId };
    const signal = AbortSignal.timeout(500);
    const end = { method: 'DELETE', headers, signal };
    await fetch(this.#options.url, end).then(
      (response) => response.body?.cancel(),
      () => undefined,
    );
  }

  #initialised(): Promise<void> {
    this.#ready ??= this.#initialise().catch((error: unknown) => {
      this.#ready = undefined;
      throw error;
    });
    return this.#ready;
  }

  async #initialise(): Promise<void> {
    await this.#request('initialize', {
      protocolVersion,
      capabilities: {},
      clientInfo: { name: 'voicelive-emulator', version: '1' },
    });
    const response = await this.#post(
      { jsonrpc: '2.0', method: 'notifications/initialized' },
      this.#deadline(),
    );
    await response.body?.cancel();
  }

  async #request(method: string, params: JsonObject): Promise<JsonObject> {
    this.#lastId += 1;
    const id = this.#lastId;
    const signal = this.#deadline();
    const response = await this.#post({ jsonrpc: '2.0', id, method, params }, signal);
    if (!response.ok) {
      await response.body?.cancel();
      throw new Error(`the MCP server answered ${response.status}`);
    }
    this.#sessionId ??= response.headers.get('mcp-session-id') ?? undefined;
    const { error, result } = await answerIn(response, id, signal);
    if (isJsonObject(error)) throw new RpcError(error);
    return isJsonObject(result) ? result : {};
  }

  #deadline(): AbortSignal {
    return AbortSignal.any([this.#options.signal, AbortSignal.timeout(deadlineMs)]);
  }

  #post(body: JsonObject, signal: AbortSignal): Promise<Response> {
    const { url, headers } = this.#options;
    return fetch(url, {
      method: 'POST',
      headers: {
        ...headers,
        'content-type': 'application/json',
        accept: 'application/json, text/event-stream',
        'mcp-protocol-version': protocolVersion,
        ...(this.#sessionId === undefined ? {} : { 'mcp-session-id': this.#sessionId }),
      },
      body: JSON.stringify(body),
      redirect: 'error',
      signal,
    });
  }
}
