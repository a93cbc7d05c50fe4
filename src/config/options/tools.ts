import { nearest } from '../../shared/suggest.js';
import { approvalPolicy } from './approval-policy.js';
import { badOption } from './problems.js';
import { everySession, option } from './row.js';
import { path, text, wholeNumber } from './value-kinds.js';

/** Which tools there are, and who decides on their calls. */
export const toolRows = [
  option({
    name: 'tools',
    flag: '--tools <file>',
    value: path,
    group: 'tools',
    help: 'read function tools and their commands from this YAML or JSON file',
    otherwise: 'none; a weather demo in the emulator',
    commands: everySession,
    notInEnvFile: 'names programs to run',
    readFile: async (file, where) => {
      const { readToolFile } = await import('../files/user-files.js');
      return { tools: readToolFile(file, where) };
    },
  }),
  option({
    name: 'toolChoice',
    flag: '--tool-choice <choice>',
    value: text,
    group: 'tools',
    help: 'set whether the model calls tools: auto, none, required, or a tool name',
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
    help: 'approve tool calls: ask, never, always, or names to allow, separated by commas (NAME, SERVER/NAME, SERVER/*); ask denies without a terminal',
    commands: everySession,
    notInEnvFile: 'decides which programs run without a question',
    toOptions: (given, { session: { tools = [] }, runnableTools: functions, where }) => {
      const servers = tools.flatMap((tool) => (tool.type === 'mcp' ? [tool.server_label] : []));
      return { approve: approvalPolicy(given, { functions, servers }, where) };
    },
  }),
  option({
    name: 'maxToolRounds',
    flag: '--max-tool-rounds <count>',
    value: wholeNumber('a whole number, such as 20'),
    default: 20,
    group: 'tools',
    help: 'stop after this many rounds of tool calls in one turn',
    commands: everySession,
    toOptions: (maxToolRounds) => ({ maxToolRounds }),
  }),
] as const;
