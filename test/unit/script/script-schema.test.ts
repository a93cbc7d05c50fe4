import { readFileSync } from 'node:fs';
import Ajv from 'ajv';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseDocument } from '../../../src/documents/document.js';
import { parseScript } from '../../../src/script/read-script.js';
import { scriptSchema } from '../../../src/script/language/script-schema.js';
import { VoiceliveError } from '../../../src/shared/errors.js';
import { schemas } from '../../../src/cli/config/schemas.js';
import { badScripts } from './bad-scripts.js';
import { runs } from '../../helpers/property-runs.js';

const ajv = new Ajv({ unknownFormats: 'ignore' });
const accepts = ajv.compile(scriptSchema());

const goodScripts = [
  'turns: [hi]\n',
  '$schema: script.schema.json\nvars: {n: 1, on: true}\nturns: [{text: hi, timeout: "${n}"}]\n',
  'turns: [{say: hi, at: {after: 2s}, voice: {tts: service, voice: alloy}, push_to_talk: true}]\n',
  'turns: [{noise: off}, {silence: 800}, {wait: settled}, {wait: {heard: 1s}}, {approve: true, for: session}]\n',
  'turns: [{tool_result: {tool: a, output: {b: 1}}}, {send: {type: response.create}}, {disconnect: true}]\n',
  'turns: [{repeat: 2, turns: [{repeat: 2, turns: [a]}]}]\nsession: {temperature: "${env:T}"}\n',
  'turns: [{text: hi, judge: [a, {question: b, votes: 3}], expect: {reply: {not: a, one_of: [b]}, tools: {calls: [x], ordered: true}, status: completed}}]\n',
  'turns: [hi]\nexpect: {latency.samples.p90: {max: 1s, p95: 900}, errors: 0, events: [response.done], items: [{type: message, where: {role: user}}]}\n',
  'caller: {instructions: a, goal: b, patience: 5s, max_turns: 4}\njudge: {votes: 3}\noptions: {turn-detection: none, text: false}\n',
];

function valueOf(text: string): unknown {
  try {
    return parseDocument(text, 'a.yaml').value;
  } catch (thrown) {
    if (thrown instanceof VoiceliveError) return undefined;
    throw thrown;
  }
}

/** @returns whether it is a script; anything but a clear error fails the test */
async function compiles(text: string, name = 'a.yaml'): Promise<boolean> {
  try {
    await parseScript(text, name, { vars: {}, env: { T: '1' } });
    return true;
  } catch (thrown) {
    if (thrown instanceof VoiceliveError && thrown.exitCode === 2) return false;
    throw thrown;
  }
}

describe('the JSON Schema of scripts', () => {
  it.each(Object.entries(schemas))('is valid draft-07: %s', (_, make) => {
    expect(ajv.validateSchema(make())).toBe(true);
  });

  it.each(goodScripts)('accepts what the program accepts: %j', async (text) => {
    expect(accepts(valueOf(text)), JSON.stringify(accepts.errors)).toBe(true);
    await expect(compiles(text.replace('"${env:T}"', '1'))).resolves.toBe(true);
  });

  it.each(badScripts.filter(([, , known]) => known === 'by schema'))(
    'refuses what the program refuses: %j',
    (text) => {
      expect(accepts(valueOf(text))).toBe(false);
    },
  );
});

const words = fc.constantFrom(
  ...['turns', 'text', 'say', 'at', 'expect', 'reply', 'contains', 'matches', 'repeat', 'include'],
  ...['wait', 'noise', 'send', 'type', 'session', 'options', 'vars', 'tools', 'latency', 'judge'],
  ...['${a}', '${env:T}', '800ms', 'settled', 'now', '(', 'response.done', '__proto__', 'caller'],
);
const anything = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 6 },
    words,
    fc.integer(),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(words, tie('value'), { maxKeys: 4 }),
  ),
})).value;

describe('any text', () => {
  it('is a script or has problems, as the value of its turns', async () => {
    await fc.assert(
      fc.asyncProperty(anything, fc.dictionary(words, anything), async (turns, rest) => {
        await compiles(JSON.stringify({ turns: [turns], ...rest }));
      }),
      { numRuns: runs(200, 1000) },
    );
  });

  it('is a script or has problems, as YAML', async () => {
    const piece = fc.oneof(
      words,
      fc.constantFrom(
        ...[
          '\n',
          '\n  ',
          '- ',
          ': ',
          '{',
          '}',
          '[',
          ']',
          ', ',
          '"',
          "'",
          '&a ',
          '*a',
          '|',
          '#',
          '!',
        ],
      ),
      fc.string({ maxLength: 5 }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { maxLength: 40 }), async (pieces) => {
        await compiles(`turns: ${pieces.join('')}`);
      }),
      { numRuns: Number(process.env['VOICELIVE_RUNS'] ?? 400) },
    );
  });
});

describe('the documentation', () => {
  it('has examples that are scripts', async () => {
    const page = readFileSync(new URL('../../../docs/script-format.md', import.meta.url), 'utf8');
    const examples = [...page.matchAll(/```yaml\n(.*?)```/gs)].map(([, text = '']) => text);
    const scripts = examples.filter((text) => /^(?:turns|caller):/m.test(text));
    expect(scripts.length).toBeGreaterThan(2);
    for (const text of scripts) {
      await parseScript(text, 'a.yaml', { vars: {}, env: {} });
      expect(accepts(valueOf(text)), text).toBe(true);
    }
  });
});
