import { dirname, resolve } from 'node:path';
import {
  called,
  json,
  keyed,
  list,
  matching,
  number,
  oneOf,
  optional,
  required,
  string,
  withRule,
  type Infer,
} from '../validation/build-shape.js';
import { wrongValueAt, type Problem } from '../validation/problem.js';
import { isJsonArray, isJsonObject } from '../shared/json.js';
import { demoWeather, type ToolSpec } from './tool-spec.js';

const defaultTimeoutS = 30;
const maxTimeoutS = 3600;
const maxTools = 128;

const name = matching(/^[\w-]{1,64}$/, 'a name of at most 64 letters, digits, _ and -');
const parameters = called(withRule(json, describesAnObject), 'a JSON Schema object');
const argument = matching(/^[^\0]*$/, 'a text');
const command = called(
  withRule(list(argument, 1), startsWithProgram),
  'a list: [program, argument, …]',
);
const timeoutS = called(
  { ...number, above: 0, maximum: maxTimeoutS },
  `seconds above 0, at most ${maxTimeoutS}`,
);

const tool = keyed(
  {},
  {
    command: {
      name: required(name),
      description: optional(called(string, 'a text')),
      parameters: optional(parameters),
      command: required(command),
      timeout_s: optional(timeoutS),
    },
    builtin: { builtin: required(oneOf('demo-weather')) },
  },
);

/**
 * The file of `--tools`: a list of `{name, description?, parameters?, command: [program, args…], timeout_s?}` or
 * `{builtin: demo-weather}`.
 */
export const toolFile = called(
  withRule(list(tool, 0, maxTools), namesAreUnique),
  'a list of tools',
);

function describesAnObject(schema: unknown): readonly Problem[] {
  if (!isJsonObject(schema) || schema['type'] === 'object') return [];
  return [wrongValueAt(['type'], schema['type'], '"object"')];
}

function startsWithProgram(words: unknown): readonly Problem[] {
  if (!isJsonArray(words) || words[0] !== '') return [];
  return [wrongValueAt([0], '', 'the name of a program')];
}

function namesAreUnique(tools: unknown): readonly Problem[] {
  if (!isJsonArray(tools)) return [];
  const names = tools.slice(0, maxTools).map(nameOf);
  return names.flatMap((each, index) => {
    if (each === undefined || names.indexOf(each) === index) return [];
    return [wrongValueAt([index, 'name'], each, 'a name that no other tool has')];
  });
}

function nameOf(entry: unknown): string | undefined {
  if (!isJsonObject(entry)) return undefined;
  if (entry['builtin'] === 'demo-weather') return demoWeather.definition.name;
  return typeof entry['name'] === 'string' ? entry['name'] : undefined;
}

/** The tools of a tool file. Commands run in the file's folder. */
export function toolSpecs(tools: Infer<typeof toolFile>, path: string): readonly ToolSpec[] {
  const directory = dirname(resolve(path));
  return tools.map((entry) => ('builtin' in entry ? demoWeather : specOf(entry, directory)));
}

type CommandTool = Exclude<Infer<typeof tool>, { readonly builtin: string }>;

function specOf(entry: CommandTool, directory: string): ToolSpec {
  const {
    name: toolName,
    description,
    parameters: schema = { type: 'object', properties: {} },
    command: [program = '', ...args],
    timeout_s: seconds = defaultTimeoutS,
  } = entry;
  return {
    definition: {
      type: 'function',
      name: toolName,
      ...(description === undefined ? {} : { description }),
      parameters: schema,
    },
    action: { kind: 'command', program, args, directory, timeoutMs: seconds * 1000 },
  };
}
