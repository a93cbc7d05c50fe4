import {
  json,
  list,
  map,
  nullable,
  number,
  object,
  required,
  type Infer,
} from '../../validation/build-shape.js';
import type { CannedTool, ServiceSettings } from './scenario.js';
import { text, texts, textsOf } from './texts.js';

/** Voice Live quotas: a session lasts at most 60 minutes. */
const documentedLimitS = 60 * 60;

const aboveZero = { ...number, above: 0 };
const tool = object({
  name: required(text),
  description: nullable(text),
  input_schema: nullable(json),
  result: nullable(text),
  error: nullable(text),
});
const server = object({ tools: nullable(list(tool, 1)), error: nullable(text) });

/** The `service` part of a scenario file. */
export const service = object({
  session_limit_s: nullable(aboveZero),
  unavailable_models: nullable(texts),
  unreachable_profiles: nullable(texts),
  mcp_servers: nullable(map(server)),
  rate_limits: nullable(object({ requests: required(aboveZero), tokens: required(aboveZero) })),
});

export function serviceSettings(given: Infer<typeof service>): ServiceSettings {
  const servers = Object.entries(given.mcp_servers ?? {});
  return {
    sessionLimitS: given.session_limit_s ?? documentedLimitS,
    unavailableModels: textsOf(given.unavailable_models),
    unreachableProfiles: textsOf(given.unreachable_profiles),
    mcpServers: Object.fromEntries(
      servers.map(([label, { tools, error }]) => [
        label,
        { tools: tools?.map(toolOf) ?? [], error: error?.trim() },
      ]),
    ),
    rateLimits: given.rate_limits ?? undefined,
  };
}

function toolOf(given: Infer<typeof tool>): CannedTool {
  return {
    name: given.name.trim(),
    description: given.description?.trim() ?? '',
    inputSchema: given.input_schema ?? { type: 'object', properties: {} },
    result: given.result?.trim(),
    error: given.error?.trim(),
  };
}
