import { isJsonArray, isJsonObject, type JsonObject, type JsonValue } from '../../shared/json.js';
import { textValue } from '../kernel/text-value.js';

/** An `mcp` tool of a session, parsed. */
export interface McpDeclaration {
  readonly label: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Undefined: all. */
  readonly allowed: readonly JsonValue[] | undefined;
  readonly needsApproval: (tool: string) => boolean;
}

/** `always` unless the session says otherwise (Voice Live API reference 2026-07-15, MCPTool.require_approval). */
function approvalRule(value: JsonValue | undefined): (tool: string) => boolean {
  if (value === 'never') return () => false;
  const never = isJsonObject(value) && isJsonArray(value['never']) ? value['never'] : [];
  const always = isJsonObject(value) && isJsonArray(value['always']) ? value['always'] : [];
  return (tool) => always.includes(tool) || !never.includes(tool);
}

function headersOf(tool: JsonObject): Readonly<Record<string, string>> {
  const given = isJsonObject(tool['headers']) ? Object.entries(tool['headers']) : [];
  const texts = given.filter((entry): entry is [string, string] => typeof entry[1] === 'string');
  const { authorization } = tool;
  return {
    ...Object.fromEntries(texts),
    ...(typeof authorization === 'string' ? { authorization } : {}),
  };
}

/** The MCP servers among the tools of a session. */
export function mcpDeclarations(tools: JsonValue | undefined): readonly McpDeclaration[] {
  const list = isJsonArray(tools) ? tools.filter(isJsonObject) : [];
  return list
    .filter((tool) => tool['type'] === 'mcp')
    .map((tool) => ({
      label: textValue(tool['server_label']),
      url: textValue(tool['server_url']),
      headers: headersOf(tool),
      allowed: isJsonArray(tool['allowed_tools']) ? tool['allowed_tools'] : undefined,
      needsApproval: approvalRule(tool['require_approval']),
    }));
}
