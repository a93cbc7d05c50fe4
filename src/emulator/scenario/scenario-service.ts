import { readOpenObject } from './scenario-steps.js';
import type { Reader } from './scenario-reader.js';
import type { CannedServer, CannedTool, ServiceSettings } from './scenario.js';

/** Voice Live quotas: a session lasts at most 60 minutes. */
const documentedLimitS = 60 * 60;

function textOrNone(reader: Reader): string | undefined {
  return reader.present ? reader.text() : undefined;
}

function readTool(tool: Reader): CannedTool {
  tool.object(['name', 'description', 'input_schema', 'result', 'error']);
  const schema = tool.at('input_schema');
  return {
    name: tool.at('name').text(),
    description: textOrNone(tool.at('description')) ?? '',
    inputSchema: schema.present ? readOpenObject(schema) : { type: 'object', properties: {} },
    result: textOrNone(tool.at('result')),
    error: textOrNone(tool.at('error')),
  };
}

function readServer(server: Reader): CannedServer {
  server.object(['tools', 'error']);
  const tools = server.at('tools');
  return {
    tools: tools.present ? tools.list().map(readTool) : [],
    error: textOrNone(server.at('error')),
  };
}

function textsOrNone(reader: Reader): readonly string[] {
  return reader.present ? reader.texts() : [];
}

/** The `service` part of a scenario. @throws VoiceliveError exit code 2 */
export function readService(service: Reader): ServiceSettings {
  if (service.present) {
    service.object([
      'session_limit_s',
      'unavailable_models',
      'unreachable_profiles',
      'mcp_servers',
      'rate_limits',
    ]);
  }
  const servers = service.at('mcp_servers');
  const limits = service.at('rate_limits');
  if (limits.present) limits.object(['requests', 'tokens']);
  const limit = service.at('session_limit_s');
  return {
    sessionLimitS: limit.present ? limit.positive() : documentedLimitS,
    unavailableModels: textsOrNone(service.at('unavailable_models')),
    unreachableProfiles: textsOrNone(service.at('unreachable_profiles')),
    mcpServers: servers.present
      ? Object.fromEntries(servers.entries().map(([label, server]) => [label, readServer(server)]))
      : {},
    rateLimits: limits.present
      ? { requests: limits.at('requests').positive(), tokens: limits.at('tokens').positive() }
      : undefined,
  };
}
