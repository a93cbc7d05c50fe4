import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Script } from '../../../src/script/model/script.js';
import { parseScript, readScript } from '../../../src/script/read-script.js';
import { badScripts } from './bad-scripts.js';

const none = { vars: {}, env: {} };

function parsed(text: string, vars = {}, env = {}): Promise<Script> {
  return parseScript(text, 'a.yaml', { vars, env });
}

describe('a bad script', () => {
  it.each(badScripts)('is refused with the place: %j', async (text, message) => {
    const error: unknown = await parsed(text).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ name: 'VoiceliveError', exitCode: 2 });
    expect(error).toHaveProperty('message', expect.stringContaining(message));
  });

  it('tells everything that is wrong at once, in the order of the file', async () => {
    const text = 'nam: x\nturns:\n  - sya: a\n  - "${b}"\n  - play: c.wav\noptions: {maxCost: 1}\n';
    await expect(parsed(text)).rejects.toThrow(
      [
        'a.yaml:1:1: nam: unknown key. Did you mean "name"?',
        'a.yaml:3:5: turns[0].sya: unknown key. Did you mean "say"?',
        'a.yaml:4:5: turns[1]: expected a variable of "vars" or --var; found "${b}"',
        'a.yaml:5:11: turns[2].play: expected a file; found "c.wav", which does not exist',
        'a.yaml:6:11: options.maxCost: unknown key. Did you mean "max-cost"?',
      ].join('\n'),
    );
  });
});

describe('a script', () => {
  it('says when each step is done: at once what belongs to what goes on, else after the answer', async () => {
    const { steps } = await parsed(
      'turns: [hi, {say: a}, {interrupt: true}, {wait: 2s}, {say: mhm, at: {heard: 1.2s}}, {cancel: true, at: {event: response.created}}]',
    );
    expect(steps.map(({ at }) => at)).toEqual([
      { type: 'settled' },
      { type: 'settled' },
      { type: 'now' },
      { type: 'now' },
      { type: 'heard', ms: 1200 },
      { type: 'event', event: 'response.created' },
    ]);
  });

  it('limits times from above and counts exactly, unless it says otherwise', async () => {
    const { checks } = await parsed(
      'turns: [hi]\nexpect: {latency.p90: 1.5s, errors: 0, turns: {min: 1}, cost: {max: 1, p90: 0.5}, wer: 0.1}',
    );
    const limits = checks.map((check) => ('limit' in check ? [check.name, check.limit] : []));
    expect(Object.fromEntries(limits)).toEqual({
      wer: { max: 0.1 },
      'latency.p90': { max: 1500 },
      errors: { min: 0, max: 0 },
      turns: { min: 1 },
      cost: { max: 1, percentiles: { p90: 0.5 } },
    });
  });

  it('checks a text by every condition on it, each with its own place', async () => {
    const { steps } = await parsed(
      'turns:\n  - text: hi\n    judge: polite?\n    expect:\n      reply: {contains: [a, b], not: {matches: /c/i}}\n      tools: []\n',
    );
    expect(steps[0]?.checks).toMatchObject([
      { name: 'reply.contains', match: { type: 'contains', text: 'a' }, place: { column: 26 } },
      { name: 'reply.contains', match: { type: 'contains', text: 'b' }, place: { column: 29 } },
      { name: 'reply.not.matches', match: { match: { pattern: /c/i } }, place: { line: 5 } },
      { name: 'tools', calls: [], only: true },
      { name: 'judge', question: 'polite?', place: { line: 3, column: 12 } },
    ]);
  });

  it('fills variables in, --var above vars, with the type of the default', async () => {
    const text =
      'vars: {city: Oslo, most: 800, from: "${env:HOST}"}\nturns:\n  - "${city} $${city} ${env:HOME} ${from}"\n  - {text: hi, expect: {latency: "${most}"}}\n';
    const { steps } = await parsed(text, { most: '900', from: 'here' }, { HOME: '/me' });
    expect(steps[0]?.action).toMatchObject({ intent: { text: 'Oslo ${city} /me here' } });
    expect(steps[1]?.checks).toMatchObject([{ limit: { max: 900 } }]);
  });

  it('writes repeats out', async () => {
    const { steps } = await parsed('turns: [{repeat: 3, turns: [a, {repeat: 2, turns: [b]}]}]');
    expect(steps).toHaveLength(9);
  });

  it.each([
    ['conversation', 'turns: [hi]\n', 1],
    ['conversation', 'Hello\nturns: right or left?\n', 2],
    ['a.txt', 'turns: 3\nturns: 4\n', 2],
    ['-', '# smoke\nname: smoke\nturns:\n  - hi\n', 1],
  ])('is text or YAML by name and content: %s %j', async (path, text, count) => {
    expect((await parseScript(text, path, none)).steps).toHaveLength(count);
  });
});

describe('the files of a script', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'voicelive-script-'));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  function write(name: string, text: string): string {
    const path = join(folder, name);
    writeFileSync(path, text);
    return path;
  }

  it('are found from its folder, and includes get variables', async () => {
    mkdirSync(join(folder, 'parts'));
    write('parts/hello.yaml', 'vars: {who: you, city: Rome}\nturns: ["Hi ${who} in ${city}"]\n');
    write('parts/bye.txt', 'Bye\n');
    write('session.yaml', 'temperature: 0.5\n');
    write('tools.yaml', '[]\n');
    const path = write(
      'a.yaml',
      'session: session.yaml\noptions: {tools: tools.yaml}\nvars: {city: Oslo}\nturns:\n  - {include: parts/hello.yaml, vars: {who: all}}\n  - include: parts/bye.txt\n',
    );
    const script = await readScript(path, none);
    expect(script).toMatchObject({
      session: { temperature: 0.5 },
      options: { tools: join(folder, 'tools.yaml') },
      steps: [
        {
          action: { intent: { text: 'Hi all in Oslo' } },
          place: { file: join(folder, 'parts/hello.yaml'), line: 2, column: 9 },
        },
        { action: { intent: { text: 'Bye' } } },
      ],
    });
    const named = ['a.yaml', 'parts/hello.yaml', 'parts/bye.txt', 'session.yaml'];
    expect(new Set(script.files)).toEqual(new Set(named.map((name) => join(folder, name))));
  });

  it('have their problems told with their own places', async () => {
    write('session.yaml', 'temperatur: 0.5\n');
    write('part.yaml', 'turns: [{sya: hi}]\nexpect: {errors: 0}\n');
    const path = write('a.yaml', 'session: session.yaml\nturns: [{include: part.yaml}]\n');
    await expect(readScript(path, none)).rejects.toThrow(
      [
        `${folder}/part.yaml:1:10: turns[0].sya: unknown key. Did you mean "say"?`,
        `${folder}/part.yaml:2:1: expect: unknown key; expected one of "$schema", "name", "vars", "turns"`,
        `${folder}/session.yaml:1:1: temperatur: unknown key. Did you mean "temperature"?`,
      ].join('\n'),
    );
  });

  it('cannot include each other in a circle', async () => {
    write('b.yaml', 'turns: [{include: ../x/a.yaml}]\n'.replace('../x/', ''));
    const path = write('a.yaml', 'turns: [{include: b.yaml}]\n');
    await expect(readScript(path, none)).rejects.toThrow(
      `${folder}/b.yaml:1:19: turns[0].include: expected a file that does not include this one; found "a.yaml", which includes itself.`,
    );
  });
});
