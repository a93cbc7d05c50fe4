import type {
  FunctionTool,
  RequestSession,
  Tool,
  ToolChoice,
} from '../../protocol/generated/types.js';
import { nearest } from '../../shared/suggest.js';
import { badOption } from '../options/bad-option.js';
import type { ResolvedOptions } from '../options/layers.js';

/** The session's tools: the file's, and those that this program runs, which replace the file's of the same name. */
export function toolFlags(
  resolved: ResolvedOptions,
  fromFile: readonly Tool[],
  tools: readonly FunctionTool[],
): RequestSession {
  const own = new Set(tools.map((tool) => tool.name));
  const kept = fromFile.filter((tool) => tool.type !== 'function' || !own.has(tool.name));
  const all = [...kept, ...tools];
  const { toolChoice } = resolved.values;
  return {
    ...(all.length === 0 ? {} : { tools: all }),
    ...(toolChoice === undefined ? {} : { tool_choice: choiceOf(resolved, toolChoice, all) }),
  };
}

function choiceOf(resolved: ResolvedOptions, choice: string, tools: readonly Tool[]): ToolChoice {
  if (choice === 'auto' || choice === 'none' || choice === 'required') return choice;
  const names = tools.flatMap((tool) => (tool.type === 'function' ? [tool.name] : []));
  if (names.includes(choice)) return { type: 'function', name: choice };
  const valid = ['auto', 'none', 'required', ...names];
  throw badOption({
    code: 'tool-choice-unknown',
    where: resolved.sources.get('toolChoice') ?? 'default',
    found: choice,
    expected: `one of ${valid.join(', ')}`,
    suggestion: nearest(choice, valid),
  });
}
