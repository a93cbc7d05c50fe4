import { isJsonObject, type JsonObject } from '../../shared/json.js';
import { checkEmitted } from './emitted.js';
import type { Reader } from './scenario-reader.js';
import type { Call, CutOff, Line, Step, ToolLines } from './scenario.js';

const actions = [
  'say',
  'call',
  'mcp',
  'web_search',
  'file_search',
  'agent',
  'emit',
  'wait_ms',
  'expire',
  'error',
  'silence',
] as const;

/** Keys of a step. */
export const stepKeys: readonly string[] = [
  ...actions,
  'annotations',
  'cut_off',
  'then',
  'otherwise',
  'without_tool',
];

export function lineOr(reader: Reader, fallback: Line): Line {
  return reader.present ? reader.text() : fallback;
}

/** An object with arbitrary keys, e.g. the arguments of a tool. */
export function readOpenObject(reader: Reader): JsonObject {
  if (!reader.present) return {};
  return isJsonObject(reader.value) ? reader.value : reader.fail('an object');
}

function readCall(reader: Reader): Call {
  reader.object(['name', 'arguments']);
  return { names: reader.at('name').texts(), arguments: readOpenObject(reader.at('arguments')) };
}

function toolLines(step: Reader, name: string): ToolLines {
  return {
    then: lineOr(step.at('then'), 'The tool says: {{output}}'),
    otherwise: lineOr(step.at('otherwise'), 'The tool says: {{output}}'),
    withoutTool: lineOr(
      step.at('without_tool'),
      `I would call the tool ${name}, but this session declares no such tool.`,
    ),
  };
}

function readCallStep(step: Reader): Step {
  const call = step.at('call');
  const calls = Array.isArray(call.value) ? call.list().map(readCall) : [readCall(call)];
  const names = calls.map((each) => each.names[0]).join(' and ');
  return { type: 'call', calls, ...toolLines(step, names) };
}

function readMcp(step: Reader): Step {
  const mcp = step.at('mcp');
  mcp.object(['server', 'tool', 'arguments']);
  const tool = mcp.at('tool').text();
  return {
    type: 'mcp',
    server: mcp.at('server').present ? mcp.at('server').text() : undefined,
    tool,
    arguments: mcp.at('arguments').present ? readOpenObject(mcp.at('arguments')) : undefined,
    ...toolLines(step, tool),
  };
}

function readSearch(reader: Reader, kind: 'web' | 'file'): Step {
  if (typeof reader.value === 'string') {
    return { type: 'search', kind, queries: reader.texts(), results: [] };
  }
  reader.object(kind === 'file' ? ['queries', 'results'] : ['queries']);
  const results = reader.at('results');
  return {
    type: 'search',
    kind,
    queries: reader.at('queries').texts(),
    results: results.present ? results.list().map(readOpenObject) : [],
  };
}

function readAgent(reader: Reader): Step {
  reader.object(['name', 'arguments', 'output', 'error']);
  const optional = (key: string) => (reader.at(key).present ? reader.at(key).text() : undefined);
  return {
    type: 'agent',
    name: reader.at('name').text(),
    arguments: readOpenObject(reader.at('arguments')),
    output: optional('output'),
    error: optional('error'),
  };
}

function readError(reader: Reader): Step {
  reader.object(['code', 'message', 'type', 'param', 'where']);
  return {
    type: 'error',
    where: reader.at('where').oneOf(['event', 'response'], 'event'),
    error: {
      message: reader.at('message').text(),
      type: reader.at('type').oneOf(['invalid_request_error', 'server_error'], 'server_error'),
      code: reader.at('code').present ? reader.at('code').text() : null,
      param: reader.at('param').present ? reader.at('param').text() : null,
    },
  };
}

function readSay(step: Reader): Step {
  const annotations = step.at('annotations');
  const cutOff = step.at('cut_off');
  return {
    type: 'say',
    line: step.at('say').text(),
    annotations: annotations.present ? annotations.list().map(readOpenObject) : [],
    cutOff: cutOff.present
      ? cutOff.oneOf<CutOff>(['content_filter', 'max_output_tokens'], 'content_filter')
      : undefined,
  };
}

function readEmit(reader: Reader): Step {
  const list = Array.isArray(reader.value) ? reader.list() : [reader];
  return { type: 'emit', events: list.map((event) => checkEmitted(event)) };
}

/** Reads the single action of a step. @throws VoiceliveError exit code 2 */
export function readStep(step: Reader): Step {
  const named = actions.filter((action) => step.at(action).present);
  const [action] = named;
  if (action === undefined || named.length > 1) {
    return step.fail(`exactly one of ${actions.join(', ')}`);
  }
  const value = step.at(action);
  switch (action) {
    case 'say':
      return readSay(step);
    case 'call':
      return readCallStep(step);
    case 'mcp':
      return readMcp(step);
    case 'web_search':
      return readSearch(value, 'web');
    case 'file_search':
      return readSearch(value, 'file');
    case 'agent':
      return readAgent(value);
    case 'emit':
      return readEmit(value);
    case 'wait_ms':
      return { type: 'wait', ms: value.positive() };
    case 'expire':
      value.boolean(true);
      return { type: 'expire' };
    case 'error':
      return readError(value);
    case 'silence':
      value.boolean(true);
      return { type: 'silence' };
  }
}
