import { describe, expect, test } from 'vitest';
import { readDocument } from '../../../src/config/files/document.js';
import { validate } from '../../../src/protocol/validate.js';
import type { VoiceliveError } from '../../../src/shared/errors.js';
import { parseToolFile } from '../../../src/tools/tool-file.js';
import type { ToolSpec } from '../../../src/tools/tool-spec.js';
import { caught } from '../config/caught.js';
import { useTemporaryFolder } from '../config/temporary-folder.js';

const folder = useTemporaryFolder();

function parse(content: string): readonly ToolSpec[] {
  return parseToolFile(readDocument(folder.write('tools.yaml', content), 'flag --tools'));
}

function refusal(content: string): VoiceliveError {
  return caught(() => parse(content));
}

describe('a tool file', () => {
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
      `${file}:1: [0].name: found "add numbers", expected a name of at most 64 letters, digits, _ and -`,
      `${file}:4: [1].comand: found an unknown key, expected one of name, description, parameters, command, timeout_s, builtin; did you mean "command"?`,
      `${file}:3: [1].command: found nothing, expected a list: [program, argument, …]`,
      `${file}:6: [2].command: found "node two.mjs", expected a list: [program, argument, …]`,
      `${file}:8: [3].command[1]: found 5, expected a text`,
      `${file}:12: [4].timeout_s: found 0, expected seconds over 0, at most 3600`,
      `${file}:13: [5].builtin: found "demo-wether", expected "demo-weather"; did you mean "demo-weather"?`,
      `${file}:15: [7].name: found "five", expected a name that no other tool has`,
      `${file}:16: [8]: found 7, expected an object`,
    ]);
  });

  test('a schema that is not of an object is refused', () => {
    expect(refusal('- {name: x, command: [node], parameters: {type: array}}').message).toMatch(
      /\[0\]\.parameters\.type: found "array", expected "object"/,
    );
    expect(refusal('- {name: x, command: [node], parameters: 5}').message).toMatch(
      /\[0\]\.parameters: found 5, expected a JSON Schema object/,
    );
  });

  test.each([
    ['tools: []', /value: found an object, expected a list of tools/],
    ['- {name: x, command: []}', /\[0\]\.command\[0\]: found nothing, expected a text/],
    ['- {name: x, command: [""]}', /\[0\]\.command\[0\]: found "", expected a text/],
    ['- {name: x, command: [node], timeout_s: .inf}', /timeout_s: found Infinity/],
    ['- {name: x, command: [node], description: [a]}', /description: found an array/],
  ])('%s is refused', (content, message) => {
    expect(refusal(content).message).toMatch(message);
  });
});
