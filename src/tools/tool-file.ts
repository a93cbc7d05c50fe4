import { dirname, resolve } from 'node:path';
import { describeValue } from '../validation/describe.js';
import type { Problem } from '../validation/problem.js';
import type { VoiceliveError } from '../shared/errors.js';
import { isJsonArray, isJsonObject, type JsonObject } from '../shared/json.js';
import { nearest } from '../shared/suggest.js';
import type { CommandAction, ToolSpec } from './tool-spec.js';
import { demoWeather } from './tool-spec.js';

/** The parsed file, and how its problems are told. */
export interface ToolDocument {
  readonly path: string;
  readonly value: unknown;
  invalid(problems: readonly Problem[]): VoiceliveError;
}

const keys = ['name', 'description', 'parameters', 'command', 'timeout_s', 'builtin'];
const defaultTimeoutS = 30;
const longestTimeoutS = 3600;
const mostTools = 128;

type Report = (path: string, found: string, expected: string, suggestion?: string) => void;

/**
 * The tools of a tool file: a list of `{name, description?, parameters?, command: [program, args…], timeout_s?}` or
 * `{builtin: demo-weather}`. Commands run in the file's folder.
 * @throws VoiceliveError what `document.invalid` makes of all problems found
 */
export function parseToolFile(document: ToolDocument): readonly ToolSpec[] {
  const problems: Problem[] = [];
  const report: Report = (path, found, expected, suggestion) => {
    problems.push({ path, found, expected, ...(suggestion === undefined ? {} : { suggestion }) });
  };
  const tools = parseList(document, report);
  if (problems.length > 0) throw document.invalid(problems);
  return tools;
}

function parseList(document: ToolDocument, report: Report): readonly ToolSpec[] {
  const { value } = document;
  if (!isJsonArray(value)) {
    report('', describeValue(value, true), 'a list of tools');
    return [];
  }
  if (value.length > mostTools) report('', `${value.length} tools`, `at most ${mostTools}`);
  const directory = dirname(resolve(document.path));
  const specs: ToolSpec[] = [];
  for (const [index, entry] of value.slice(0, mostTools).entries()) {
    const path = `[${index}]`;
    const spec = parseTool(entry, path, directory, report);
    if (spec === undefined) continue;
    if (specs.some((other) => other.definition.name === spec.definition.name)) {
      const found = describeValue(spec.definition.name, true);
      report(`${path}.name`, found, 'a name that no other tool has');
    }
    specs.push(spec);
  }
  return specs;
}

function parseTool(
  entry: unknown,
  path: string,
  directory: string,
  report: Report,
): ToolSpec | undefined {
  if (!isJsonObject(entry)) {
    report(path, describeValue(entry, true), 'an object');
    return undefined;
  }
  const known = 'builtin' in entry ? ['builtin'] : keys;
  for (const key of Object.keys(entry).filter((name) => !known.includes(name))) {
    report(`${path}.${key}`, 'an unknown key', `one of ${known.join(', ')}`, nearest(key, known));
  }
  if ('builtin' in entry) return parseBuiltin(entry, path, report);
  const { name, description } = entry;
  if (typeof name !== 'string' || !/^[\w-]{1,64}$/.test(name)) {
    report(
      `${path}.name`,
      describeValue(name, true),
      'a name of at most 64 letters, digits, _ and -',
    );
    return undefined;
  }
  if (description !== undefined && typeof description !== 'string') {
    report(`${path}.description`, describeValue(description, true), 'a text');
  }
  const action = parseCommand(entry, path, directory, report);
  if (action === undefined) return undefined;
  return {
    definition: {
      type: 'function',
      name,
      ...(typeof description === 'string' ? { description } : {}),
      parameters: parseParameters(entry, path, report),
    },
    action,
  };
}

function parseBuiltin(entry: JsonObject, path: string, report: Report): ToolSpec | undefined {
  if (entry['builtin'] === 'demo-weather') return demoWeather;
  const given = typeof entry['builtin'] === 'string' ? entry['builtin'] : '';
  const suggestion = nearest(given, ['demo-weather']);
  report(`${path}.builtin`, describeValue(entry['builtin'], true), '"demo-weather"', suggestion);
  return undefined;
}

function parseParameters(entry: JsonObject, path: string, report: Report): JsonObject {
  const { parameters = { type: 'object', properties: {} } } = entry;
  if (isJsonObject(parameters)) {
    if (parameters['type'] === 'object') return parameters;
    report(`${path}.parameters.type`, describeValue(parameters['type'], true), '"object"');
  } else {
    report(`${path}.parameters`, describeValue(parameters, true), 'a JSON Schema object');
  }
  return {};
}

function parseCommand(
  entry: JsonObject,
  path: string,
  directory: string,
  report: Report,
): CommandAction | undefined {
  const { command, timeout_s: timeoutS = defaultTimeoutS } = entry;
  if (typeof timeoutS !== 'number' || !(timeoutS > 0) || timeoutS > longestTimeoutS) {
    const expected = `seconds over 0, at most ${longestTimeoutS}`;
    report(`${path}.timeout_s`, describeValue(timeoutS, true), expected);
    return undefined;
  }
  if (!isJsonArray(command)) {
    report(`${path}.command`, describeValue(command, true), 'a list: [program, argument, …]');
    return undefined;
  }
  const words = command.filter((word) => typeof word === 'string');
  const wrong = command.findIndex((word) => typeof word !== 'string' || word.includes('\0'));
  const [program, ...args] = words;
  if (wrong !== -1 || program === undefined || program === '') {
    report(
      `${path}.command[${Math.max(wrong, 0)}]`,
      describeValue(command[Math.max(wrong, 0)], true),
      'a text',
    );
    return undefined;
  }
  return { kind: 'command', program, args, directory, timeoutMs: timeoutS * 1000 };
}
