import { describe, expect, test } from 'vitest';
import { readDocument } from '../../../src/documents/document.js';
import { validate } from '../../../src/protocol/validate.js';
import type { VoiceliveError } from '../../../src/shared/errors.js';
import { toolFile, toolSpecs } from '../../../src/tools/tool-file.js';
import type { ToolSpec } from '../../../src/tools/tool-spec.js';
import { caught } from '../config/caught.js';
import { useTemporaryFolder } from '../config/temporary-folder.js';

const folder = useTemporaryFolder();

function parse(content: string): readonly ToolSpec[] {
  const document = readDocument(folder.write('tools.yaml', content), 'flag --tools');
  return toolSpecs(document.read(toolFile), document.path);
}

function refusal(content: string): VoiceliveError {
  return caught(() => parse(content));
}

describe('a tool file', () => {
  test('has at most 128 tools', () => {
    const tools = Array.from({ length: 129 }, (_, index) => ({
      name: `t${index}`,
      command: ['a'],
    }));
    expect(refusal(JSON.stringify(tools)).message).toMatch(
      /at most 128 items; found an array of 129\.$/,
    );
  });

  test('names each tool, what it takes and what runs it', () => {
    const specs = parse(`
- name: add
  description: Adds two numbers.
  parameters:
    type: object
    properties: {a: {type: number}, b: {type: number}}
    required: [a, b]
  command: [node, tools/add.mjs, "--exact"]
  timeout_s: 2.5
- builtin: demo-weather
- {name: now, command: [date]}
`);
    expect(specs.map((spec) => spec.definition.name)).toEqual(['add', 'get_weather', 'now']);
    expect(specs[0]?.action).toEqual({
      kind: 'command',
      program: 'node',
      args: ['tools/add.mjs', '--exact'],
      directory: folder.path(''),
      timeoutMs: 2500,
    });
    expect(specs[2]).toMatchObject({
      definition: { type: 'function', parameters: { type: 'object', properties: {} } },
      action: { timeoutMs: 30_000 },
    });
    for (const spec of specs) {
      expect(validate('FunctionTool', spec.definition, 'strict')).toEqual([]);
    }
  });

  test('may be JSON', () => {
    expect(parse('[{"name": "now", "command": ["date"]}]')).toHaveLength(1);
  });

  test('every problem is told with line, path and suggestion', () => {
    const error = refusal(
      [
        '- name: add numbers',
        '  command: [node]',
        '- name: one',
        '  comand: [node]',
        '- name: two',
        '  command: node two.mjs',
        '- name: three',
        '  command: [sleep, 5]',
        '  parameters: {type: array}',
        '- name: four',
        '  command: [node]',
        '  timeout_s: 0',
        '- builtin: demo-wether',
        '- {name: five, command: [node]}',
        '- {name: five, command: [node]}',
        '- 7',
      ].join('\n'),
    );
    const file = folder.path('tools.yaml');
    expect(error.exitCode).toBe(2);
    expect(error.message.split('\n')).toEqual([
      `${file}:1:9: [0].name: expected a name of at most 64 letters, digits, _ and -; found "add numbers"`,
      `${file}:4:3: [1].comand: unknown key. Did you mean "command"?`,
      `${file}:6:12: [2].command: expected a list: [program, argument, …]; found a string`,
      `${file}:8:20: [3].command[1]: expected a text; found 5`,
      `${file}:9:22: [3].parameters.type: expected "object"; found "array"`,
      `${file}:12:14: [4].timeout_s: expected seconds above 0, at most 3600; found 0`,
      `${file}:13:12: [5].builtin: expected "demo-weather"; found "demo-wether". Did you mean "demo-weather"?`,
      `${file}:15:10: [7].name: expected a name that no other tool has; found "five"`,
      `${file}:16:3: [8]: expected an object; found 7`,
    ]);
  });

  test('a schema that is not of an object is refused', () => {
    const parameters = (text: string): string =>
      refusal(`- {name: x, command: [node], parameters: ${text}}`).message;
    expect(parameters('{type: array}')).toMatch(
      /\[0\]\.parameters\.type: expected "object"; found "array"/,
    );
    expect(parameters('{}')).toMatch(/parameters\.type: missing; expected "object"/);
    expect(parameters('5')).toMatch(/parameters: expected a JSON Schema object; found 5/);
  });

  test.each([
    ['tools: []', /:1:1: expected a list of tools; found an object/],
    [
      '- {name: x, command: []}',
      /\[0\]\.command: expected an array of at least 1 item; found an empty array/,
    ],
    ['- {name: x, command: [""]}', /command\[0\]: expected the name of a program; found ""/],
    ['- {name: x, command: ["a\\0b"]}', /command\[0\]: expected a text; found "a\uFFFDb"/],
    ['- {name: x, command: [node], timeout_s: .inf}', /timeout_s: .*; found Infinity/],
    ['- {name: x, command: [node], description: [a]}', /description: .*; found an array/],
    ['- {command: [node]}', /\[0\]\.name: missing; expected a name/],
    ['- {name: x}', /:1:3: \[0\]: expected exactly one of "command", "builtin"; found none/],
    [
      '- {builtin: demo-weather, command: [node]}',
      /\[0\]: expected exactly one of "command", "builtin"; found "command" and "builtin"/,
    ],
    ['- {builtin: demo-weather, name: x}', /\[0\]\.name: unknown key; expected "builtin"/],
    [
      '[{builtin: demo-weather}, {name: get_weather, command: [a]}]',
      /\[1\]\.name: expected a name/,
    ],
  ])('%s is refused', (content, message) => {
    expect(refusal(content).message).toMatch(message);
  });
});
