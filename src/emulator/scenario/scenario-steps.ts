import type { Infer } from '../../validation/build-shape.js';
import type { ToolLines, Step } from './scenario.js';
import type { step } from './step-shapes.js';
import { listOf, textsOf } from './texts.js';

type StepFile = Infer<typeof step>;
type ActionFile<Key extends string> = Extract<StepFile, Readonly<Record<Key, unknown>>>;

/** The step that the fields of a scenario file mean. */
export function stepOf(given: StepFile): Step {
  if ('say' in given) {
    const { say, annotations, cut_off: cutOff } = given;
    return {
      type: 'say',
      line: say.trim(),
      annotations: annotations ?? [],
      cutOff: cutOff ?? undefined,
    };
  }
  if ('call' in given) return callStep(given);
  if ('mcp' in given) {
    const { server, tool, arguments: values } = given.mcp;
    return {
      type: 'mcp',
      server: server?.trim(),
      tool: tool.trim(),
      arguments: values ?? undefined,
      ...toolLines(given, tool.trim()),
    };
  }
  if ('web_search' in given) return searchStep('web', given.web_search);
  if ('file_search' in given) return searchStep('file', given.file_search);
  if ('agent' in given) {
    const { name, arguments: values, output, error } = given.agent;
    return {
      type: 'agent',
      name: name.trim(),
      arguments: values ?? {},
      output: output?.trim(),
      error: error?.trim(),
    };
  }
  if ('emit' in given) return { type: 'emit', events: listOf(given.emit) };
  if ('wait_ms' in given) return { type: 'wait', ms: given.wait_ms };
  if ('expire' in given) return { type: 'expire' };
  if ('error' in given) return errorStep(given);
  return { type: 'silence' };
}

function callStep(given: ActionFile<'call'>): Step {
  const calls = listOf(given.call).map(({ name, arguments: values }) => ({
    names: textsOf(name),
    arguments: values ?? {},
  }));
  return {
    type: 'call',
    calls,
    ...toolLines(given, calls.map(({ names }) => names[0]).join(' and ')),
  };
}

function toolLines(
  {
    then,
    otherwise,
    without_tool: withoutTool,
  }: Pick<ActionFile<'call'>, 'then' | 'otherwise' | 'without_tool'>,
  name: string,
): ToolLines {
  return {
    then: then?.trim() ?? 'The tool says: {{output}}',
    otherwise: otherwise?.trim() ?? 'The tool says: {{output}}',
    withoutTool:
      withoutTool?.trim() ??
      `I would call the tool ${name}, but this session declares no such tool.`,
  };
}

type SearchFile = ActionFile<'file_search'>['file_search'];

function searchStep(kind: 'web' | 'file', given: SearchFile): Step {
  const { queries, results } = typeof given === 'string' ? { queries: given } : given;
  return { type: 'search', kind, queries: textsOf(queries), results: results ?? [] };
}

function errorStep({ error }: ActionFile<'error'>): Step {
  return {
    type: 'error',
    where: error.where ?? 'event',
    error: {
      message: error.message.trim(),
      type: error.type ?? 'server_error',
      code: error.code?.trim() ?? null,
      param: error.param?.trim() ?? null,
    },
  };
}
