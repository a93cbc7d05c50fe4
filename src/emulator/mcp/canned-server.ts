import type { CannedServer } from '../scenario/scenario.js';
import { fillTemplate } from '../scenario/template.js';
import type { McpServer } from './mcp-server.js';

/** An MCP server that exists only in a scenario. */
export function cannedServer(canned: CannedServer): McpServer {
  return {
    listTools: () =>
      canned.error === undefined
        ? Promise.resolve(canned.tools)
        : Promise.reject(new Error(canned.error)),
    call: (name, args) => {
      const tool = canned.tools.find((each) => each.name === name);
      const message = tool === undefined ? `Unknown tool: ${name}` : tool.error;
      if (message !== undefined) {
        return Promise.resolve({ kind: 'error', error: { type: 'tool_execution_error', message } });
      }
      const result = tool?.result ?? 'done';
      return Promise.resolve({ kind: 'output', output: fillTemplate(result, args) ?? result });
    },
    close: () => Promise.resolve(),
  };
}
