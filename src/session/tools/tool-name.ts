/** What tells one tool from another: tools of different servers may share a name. */
export interface ToolId {
  readonly name: string;
  /** Absent for a local function. */
  readonly server?: string | undefined;
}

export function isSameTool(one: ToolId, other: ToolId): boolean {
  return one.name === other.name && one.server === other.server;
}

/** How `--approve` names a tool: a local function by its name, the tool of an MCP server as `SERVER/NAME`. */
export function approvalName({ name, server }: ToolId): string {
  return server === undefined ? name : `${server}/${name}`;
}

/**
 * Whether an entry of `--approve` covers a tool: `NAME` a local function, `SERVER/NAME` one tool of an MCP server,
 * `SERVER/*` all of them. The server ends at the first slash, so that an entry means one server whatever names its
 * tools have.
 */
export function covers(entry: string, { name, server }: ToolId): boolean {
  const slash = entry.indexOf('/');
  if (slash < 0) return server === undefined && name === entry;
  const tool = entry.slice(slash + 1);
  return server === entry.slice(0, slash) && (tool === '*' || tool === name);
}
