import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readResultLines } from '../../src/script/run/result-lines.js';
import { patienceMs } from '../helpers/patience.js';
import { killProgramsAfterAll, runProgram, temporaryFolder } from '../helpers/program.js';

const cwd = temporaryFolder();
killProgramsAfterAll();

/** Faults that cost voicelive no turn. */
const survived = {
  drop: '{ drop: true, at: response.text.delta, nth: 2 }',
  close: '{ close: { code: 1013, reason: busy }, at: response.created }',
  stall: '{ stall: true, at: response.created }',
  delay: '{ delay_ms: 3000, at: response }',
  duplicate: '{ duplicate: true, at: response.done }',
  garble: '{ garble: json, at: response.content_part.done }',
  refused: '{ drop: true, at: response.created }\n- { refuse: 503, connection: 2 }',
  'dropped-again':
    '{ drop: true, at: response.created }\n- { drop: true, at: handshake, connection: 2 }',
  unanswered:
    '{ drop: true, at: response.created }\n- { stall: true, at: handshake, connection: 2 }',
};

describe('voicelive against an emulator with faults', () => {
  it(
    'has every turn answered after connections that fail',
    { timeout: 6 * patienceMs },
    async () => {
      const folder = join(cwd, 'scripts');
      mkdirSync(folder);
      for (const [name, faults] of Object.entries(survived)) {
        writeFileSync(join(cwd, `${name}.faults`), `- ${faults}\n`);
        writeFileSync(
          join(folder, `${name}.yaml`),
          `options: { text: true, emulator-faults: ../${name}.faults }
turns:
  - { text: hello, timeout: 120s, expect: { reply: { contains: help you } } }
  - { text: what time is it, timeout: 120s, expect: { reply: { contains: It is } } }
`,
        );
      }
      const args = ['run', '--fast', '--seed', '1', '--json', folder];
      const { exitCode, stdout, stderr } = await runProgram(args, {
        cwd,
        deadlineMs: 6 * patienceMs,
      });
      const read = readResultLines(stdout);
      if (typeof read === 'number') throw new Error(`${stderr}${stdout}`);
      expect(read.results.filter(({ verdict }) => verdict !== 'passed')).toEqual([]);
      expect(read.results).toHaveLength(Object.keys(survived).length);
      expect(exitCode).toBe(0);
    },
  );

  it('reconnects over a real connection', async () => {
    writeFileSync(join(cwd, 'drop.yaml'), `- ${survived.refused}\n`);
    const args = ['run', '-', '--emulator-latency', 'none', '--emulator-faults', 'drop.yaml'];
    const { exitCode, stdout, stderr } = await runProgram(args, { cwd, input: 'hello\n' });
    expect(exitCode).toBe(0);
    expect(stdout).toContain('How can I help you?');
    expect(stderr).toMatch(/was lost \(code 1006\)/);
    expect(stderr).toMatch(/^state +reconnecting, attempt 2 of 5$/m);
    expect(stderr).toMatch(/The connection is back after \d+\.\d s: 1 turn restored\./);
  });

  it.each([
    ['run', ['run', '-', '--emulator-faults', 'wrong.yaml']],
    ['run --fast', ['run', '-', '--fast', '--emulator-faults', 'wrong.yaml']],
    ['serve', ['serve', '--faults', 'wrong.yaml']],
  ])('says where the file of faults is wrong: %s', async (_name, args) => {
    writeFileSync(join(cwd, 'wrong.yaml'), '- drop: true\n  at: respons.created\n');
    const { exitCode, stderr } = await runProgram(args, { cwd, input: 'hello\n' });
    expect(exitCode).toBe(2);
    expect(stderr).toContain('wrong.yaml:2:7: [0].at: expected one of "response.created", ');
  });
});
