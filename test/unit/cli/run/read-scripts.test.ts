import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readScripts } from '../../../../src/cli/run/read-scripts.js';

const folder = mkdtempSync(join(tmpdir(), 'voicelive-read-'));
const at = (name: string): string => join(folder, name);

const files: Readonly<Record<string, string>> = {
  'scenario.txt': 'turns:\n  - { phrases: [hello], saay: Hi. }\n',
  'faults.txt': 'faults: 5\n',
  'flagged.yaml': 'turns: [Hello]\n',
  'other.yaml': 'turns: [Hello]\n',
  'agent.yaml': 'options: { scenario: scenario.txt }\nturns: [Hello]\n',
  'missing.yaml': 'options: { scenario: nowhere.txt }\nturns: [Hello]\n',
  'faulty.yaml': 'options: { emulator-faults: faults.txt }\nturns: [Hello]\n',
  'caller.yaml': 'caller: { instructions: Be brief., goal: None., scenario: scenario.txt }\n',
};

beforeAll(() => {
  for (const [name, text] of Object.entries(files)) writeFileSync(at(name), text);
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

function read(names: readonly string[], flags: Readonly<Record<string, string>> = {}) {
  return readScripts(names.map(at), { vars: {}, env: {} }, flags, {});
}

describe('reading scripts', () => {
  it.each([
    ['agent.yaml', /scenario\.txt:2:\d+: turns\[0\]\.saay: unknown key/],
    ['missing.yaml', /option scenario: .*nowhere\.txt does not exist/],
    ['faulty.yaml', /faults\.txt:/],
    ['caller.yaml', /scenario\.txt:2:\d+: turns\[0\]\.saay: unknown key/],
  ])(
    'finds the mistakes of what the emulator reads, before anything runs: %s',
    async (name, says) => {
      const message: unknown = expect.stringMatching(says);
      await expect(read([name])).rejects.toMatchObject({ exitCode: 2, message });
    },
  );

  it('reports what is wrong with a flag once, however many scripts there are', async () => {
    const reading = read(['flagged.yaml', 'other.yaml'], { scenario: at('scenario.txt') });
    await expect(reading).rejects.toThrow(/^[^\n]*saay: unknown key[^\n]*\n?[^\n]*$/);
  });
});
