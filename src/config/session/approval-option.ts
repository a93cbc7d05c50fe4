import { nearest } from '../../shared/suggest.js';
import { badOption } from '../options/bad-option.js';

const words = ['ask', 'never', 'always'] as const;

export type ApprovalPolicy = (typeof words)[number] | readonly string[];

/**
 * What `--approve` means: a word, or the tools that may run without asking.
 * @param knownTools names of the session's function tools; undefined when MCP servers may bring more
 * @throws VoiceliveError exit code 2 for a tool that the session does not have
 */
export function parseApproval(
  given: string,
  knownTools: readonly string[] | undefined,
  where: string,
): ApprovalPolicy {
  const word = words.find((known) => known === given);
  if (word !== undefined) return word;
  const names = given
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
  const mixed = names.find((name) => words.some((known) => known === name));
  const unknown = mixed ?? names.find((name) => isUnknown(name, knownTools));
  if (names.length > 0 && unknown === undefined) return names;
  const tools =
    knownTools !== undefined && knownTools.length > 0 ? `of ${knownTools.join(', ')}` : '';
  throw badOption({
    code: 'approve-unknown',
    where,
    found: unknown ?? given,
    expected: `${words.join(', ')} alone, or names of tools ${tools}`.trim(),
    suggestion: nearest(unknown ?? given, [...(knownTools ?? []), ...words]),
  });
}

/** Without a complete list, a name is only doubted when it is nearly one of the words. */
function isUnknown(name: string, knownTools: readonly string[] | undefined): boolean {
  return knownTools === undefined ? nearest(name, words) !== undefined : !knownTools.includes(name);
}
