import { during } from '../../shared/clock.js';
import { messageOf } from '../../shared/errors.js';
import type { JsonObject, JsonValue } from '../../shared/json.js';
import type { KnownMcpTool } from '../scenario/outputs.js';
import type { CannedServer } from '../scenario/scenario.js';
import type { SessionContext } from '../kernel/session-context.js';
import { announceToConversation } from '../kernel/announce.js';
import { cannedServer } from './canned-server.js';
import { HttpMcpServer, isLoopbackUrl } from './http-server.js';
import { mcpDeclarations, type McpDeclaration } from './mcp-declaration.js';
import type { McpResult, McpServer, McpTool } from './mcp-server.js';

/** Servers per session; further ones are ignored. */
const maxServers = 16;

interface Connected {
  readonly key: string;
  declaration: McpDeclaration;
  readonly server: McpServer;
  tools: readonly McpTool[];
  readonly listed: Promise<void>;
}

/** A name as spoken: without case, hyphens and underscores. */
function spoken(name: string): string {
  return name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
}

/** The MCP servers of one session: the scenario's own, and real ones on this machine. */
export class McpServers {
  readonly #context: SessionContext;
  readonly #canned: Readonly<Record<string, CannedServer>>;
  readonly #ending = new AbortController();
  #servers: Connected[] = [];

  constructor(context: SessionContext, canned: Readonly<Record<string, CannedServer>>) {
    this.#context = context;
    this.#canned = canned;
  }

  /** Applies the session's tools; lists the tools of new servers after the events sent so far. */
  configure(tools: JsonValue | undefined): void {
    const before = this.#servers;
    this.#servers = [];
    for (const declaration of mcpDeclarations(tools).slice(0, maxServers)) {
      const key = JSON.stringify([declaration.label, declaration.url, declaration.headers]);
      const known = before.find((each) => each.key === key);
      if (known === undefined) this.#servers.push(this.#connect(key, declaration));
      else {
        known.declaration = declaration;
        this.#servers.push(known);
      }
    }
    const gone = before.filter((each) => !this.#servers.includes(each));
    for (const { server } of gone) void server.close();
  }

  /** Finds a tool, once pending lists have arrived. @param label of the server, or undefined for any */
  async find(label: string | undefined, name: string): Promise<KnownMcpTool | undefined> {
    const servers = this.#servers.filter(
      ({ declaration }) => label === undefined || declaration.label === label,
    );
    await Promise.all(servers.map(({ listed }) => listed));
    for (const { declaration, tools } of servers) {
      const tool = tools.find((each) => spoken(each.name) === spoken(name));
      if (tool === undefined) continue;
      return { serverLabel: declaration.label, name: tool.name, inputSchema: tool.inputSchema };
    }
    return undefined;
  }

  needsApproval(label: string, tool: string): boolean {
    return this.#labelled(label)?.declaration.needsApproval(tool) ?? true;
  }

  async call(label: string, name: string, args: JsonObject): Promise<McpResult> {
    const connected = this.#labelled(label);
    if (connected !== undefined)
      return during(this.#context.clock, connected.server.call(name, args));
    const message = `The session has no MCP server ${label} any more.`;
    return { kind: 'error', error: { type: 'http_error', message } };
  }

  close(): void {
    const servers = this.#servers.splice(0);
    void Promise.all(servers.map(({ server }) => server.close())).then(() => {
      this.#ending.abort();
    });
  }

  #labelled(label: string): Connected | undefined {
    return this.#servers.find(({ declaration }) => declaration.label === label);
  }

  #connect(key: string, declaration: McpDeclaration): Connected {
    const server = this.#open(declaration);
    const listed = Promise.resolve().then(() => this.#list(connected));
    const connected: Connected = { key, declaration, server, tools: [], listed };
    return connected;
  }

  #open({ label, url, headers }: McpDeclaration): McpServer {
    const canned = Object.hasOwn(this.#canned, label) ? this.#canned[label] : undefined;
    if (canned !== undefined) return cannedServer(canned);
    if (isLoopbackUrl(url)) {
      return new HttpMcpServer({ url, headers, signal: this.#ending.signal });
    }
    const error = 'The emulator calls only MCP servers on this machine and in its scenario.';
    return cannedServer({ tools: [], error });
  }

  async #list(connected: Connected): Promise<void> {
    const { send, ids, log, clock } = this.#context;
    const { label } = connected.declaration;
    const itemId = ids.outputItem('mcp_list_tools');
    const item: JsonObject = {
      id: itemId,
      object: 'realtime.item',
      type: 'mcp_list_tools',
      server_label: label,
      tools: [],
    };
    const entry = announceToConversation(this.#context, item);
    send({ type: 'mcp_list_tools.in_progress', item_id: itemId });
    try {
      const tools = await during(clock, connected.server.listTools());
      const { allowed } = connected.declaration;
      connected.tools = tools.filter(({ name }) => allowed?.includes(name) ?? true);
    } catch (error) {
      log(`MCP server ${label}: ${messageOf(error)}`);
      send({ type: 'mcp_list_tools.failed', item_id: itemId });
      return;
    }
    entry.item = {
      ...item,
      tools: connected.tools.map(({ name, description, inputSchema }) => ({
        name,
        description,
        input_schema: inputSchema,
        annotations: null,
      })),
    };
    send({ type: 'mcp_list_tools.completed', item_id: itemId });
    send({ type: 'conversation.item.done', previous_item_id: null, item: entry.item });
  }
}
