import { describe, expect, it } from 'vitest';
import { killProgramsAfterAll, runProgram, temporaryFolder } from '../helpers/program.js';

const cwd = temporaryFolder();
killProgramsAfterAll();

describe('voicelive config schema', () => {
  it.each(['session', 'script', 'scenario', 'faults', 'tools'])(
    'prints the schema of --%s',
    async (kind) => {
      const { exitCode, stdout } = await runProgram(['config', 'schema', `--${kind}`], { cwd });
      expect(exitCode).toBe(0);
      expect(JSON.parse(stdout)).toMatchObject({
        $schema: 'http://json-schema.org/draft-07/schema#',
      });
    },
  );

  it.each([
    [[], 'No kind of file was named.'],
    [['--script', '--tools'], '--script cannot be combined with --tools.'],
  ])('refuses %j', async (flags, message) => {
    const { exitCode, stderr } = await runProgram(['config', 'schema', ...flags], { cwd });
    expect(exitCode).toBe(2);
    expect(stderr).toContain(message);
  });
});
