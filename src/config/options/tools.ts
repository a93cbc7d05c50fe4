import type { SessionOptions } from '../../session/state.js';
import { nearest } from '../../shared/suggest.js';
import { badOption } from './problems.js';
import { everySession, option, type SessionDraft } from './row.js';
import { text, wholeNumber } from './value-kinds.js';

/** Which tools there are, and who decides on their calls. */
export const toolRows = [
  option({
    name: 'tools',
    flag: '--tools <file>',
    value: text,
    group: 'tools',
    help: 'YAML or JSON list of function tools and the commands that run them',
    otherwise: 'none; a weather demo with the emulator',
    commands: everySession,
    readFile: async (path, where) => {
      const { readToolFile } = await import('../files/user-files.js');
      return { tools: readToolFile(path, where) };
    },
  }),
  option({
    name: 'toolChoice',
    flag: '--tool-choice <choice>',
    value: text,
    group: 'tools',
    help: 'auto, none, required, or the name of the tool to call',
    otherwise: 'auto',
    commands: everySession,
    toSession: (choice, { session: { tools = [] }, where }) => {
      if (choice === 'auto' || choice === 'none' || choice === 'required') {
        return { tool_choice: choice };
      }
      const names = tools.flatMap((tool) => (tool.type === 'function' ? [tool.name] : []));
      if (names.includes(choice)) return { tool_choice: { type: 'function', name: choice } };
      const valid = ['auto', 'none', 'required', ...names];
      throw badOption({
        code: 'tool-choice-unknown',
        where,
        found: choice,
        expected: `one of ${valid.join(', ')}`,
        suggestion: nearest(choice, valid),
      });
    },
  }),
  option({
    name: 'approve',
    flag: '--approve <policy>',
    value: text,
    default: 'ask',
    group: 'tools',
    help: 'ask, never, always, or NAME,… of tools to run without asking; ask denies where nobody can answer',
    commands: everySession,
    toOptions: (given, draft) => ({ approve: approvalPolicy(given, draft) }),
  }),
  option({
    name: 'maxToolRounds',
    flag: '--max-tool-rounds <count>',
    value: wholeNumber('a whole number, such as 20'),
    default: 20,
    group: 'tools',
    help: 'stop a model that only calls tools after this many rounds of calls in one turn',
    commands: everySession,
    toOptions: (maxToolRounds) => ({ maxToolRounds }),
  }),
] as const;

const policies = ['ask', 'never', 'always'] as const;

/** A word, or the tools that may run without asking. */
function approvalPolicy(
  given: string,
  { session, runnableTools, where }: SessionDraft,
): SessionOptions['approve'] {
  const word = policies.find((policy) => policy === given);
  if (word !== undefined) return word;
  // An MCP server may bring tools of any name: then a name is only doubted when it is nearly one of the words.
  const isOpenList = session.tools?.some((tool) => tool.type !== 'function') === true;
  const known = isOpenList ? [] : runnableTools;
  const isUnknown = (name: string): boolean =>
    isOpenList ? nearest(name, policies) !== undefined : !known.includes(name);
  const names = given
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
  const mixed = names.find((name) => policies.some((policy) => policy === name));
  const unknown = mixed ?? names.find(isUnknown);
  if (names.length > 0 && unknown === undefined) return names;
  const available = known.length > 0 ? ` (available: ${known.join(', ')})` : '';
  throw badOption({
    code: 'approve-unknown',
    where,
    found: unknown ?? given,
    expected: `${policies.join(', ')}, or tool names${available}`,
    suggestion: nearest(unknown ?? given, [...known, ...policies]),
  });
}
