import type { JsonObject, JsonValue } from '../../shared/json.js';

/** A tool as an MCP server lists it. */
export interface McpTool {
  readonly name: string;
  readonly description: string;
  readonly inputSchema: JsonObject;
}

/** What came of a call; `error` is what goes into the `mcp_call` item. */
export type McpResult =
  | { readonly kind: 'output'; readonly output: string }
  | { readonly kind: 'error'; readonly error: JsonValue };

/** Where the tools of one `mcp` entry of a session live. */
export interface McpServer {
  /** Rejects when the server cannot be asked. */
  listTools(): Promise<readonly McpTool[]>;
  /** Never rejects. */
  call(name: string, args: JsonObject): Promise<McpResult>;
  /** Idempotent. */
  close(): Promise<void>;
}
