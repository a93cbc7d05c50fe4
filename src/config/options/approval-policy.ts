import type { SessionOptions } from '../../session/state.js';
import { nearest } from '../../shared/suggest.js';
import { badOption } from './problems.js';

const words = ['ask', 'never', 'always'] as const;

/** What `--approve` can name. */
export interface ApprovableTools {
  /** Names of the local functions. */
  readonly functions: readonly string[];
  /** Labels of the session's MCP servers, whose tools are not known before they are listed. */
  readonly servers: readonly string[];
}

/**
 * What `--approve` means: a word, or the tools that may run without asking: `NAME` of a local function, `SERVER/NAME` of
 * an MCP server's tool, `SERVER/*` for all tools of a server.
 * @throws VoiceliveError exit code 2 for a tool that the session does not have
 */
export function approvalPolicy(
  given: string,
  tools: ApprovableTools,
  where: string,
): SessionOptions['approve'] {
  const word = words.find((known) => known === given);
  if (word !== undefined) return word;
  const names = given
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
  const unknown = names.find((name) => !isKnown(name, tools));
  if (names.length > 0 && unknown === undefined) return names;
  const found = unknown ?? given;
  const perServer = tools.servers.flatMap((server) => [`${server}/NAME`, `${server}/*`]);
  const available = [...tools.functions, ...perServer];
  const list = available.length === 0 ? '' : ` (available: ${available.join(', ')})`;
  throw badOption({
    code: 'approve-unknown',
    where,
    found,
    expected: `${words.join(', ')}, or tool names${list}`,
    suggestion: nearest(found, spellings(found, tools)),
  });
}

function isKnown(name: string, { functions, servers }: ApprovableTools): boolean {
  const slash = name.indexOf('/');
  return slash < 0
    ? functions.includes(name)
    : servers.includes(name.slice(0, slash)) && slash < name.length - 1;
}

/** What may have been meant: a word, a function, or that tool of a server. */
function spellings(found: string, { functions, servers }: ApprovableTools): readonly string[] {
  const tool = found.slice(found.indexOf('/') + 1);
  return [...words, ...functions, ...servers.map((server) => `${server}/${tool}`)];
}
