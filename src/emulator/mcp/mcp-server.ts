import type { JsonObject, JsonValue } from '../../shared/json.js';

/** A tool as an MCP server lists it. */
export interface McpTool {
  readonly name: string;
  readonly description: string;
  readonly inputSchema: JsonObject;
}

/** Result of a call; `error` goes into the `mcp_call` item. */
export type McpResult =
  | { readonly kind: 'output'; readonly output: string }
  | { readonly kind: 'error'; readonly error: JsonValue };

/** The server behind one `mcp` tool of a session. */
export interface McpServer {
  /** Rejects when the server cannot be reached. */
  listTools(): Promise<readonly McpTool[]>;
  /** Never rejects. */
  call(name: string, args: JsonObject): Promise<McpResult>;
  /** Idempotent. */
  close(): Promise<void>;
}
