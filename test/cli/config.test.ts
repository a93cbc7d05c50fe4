import { describe, expect, it } from 'vitest';
import { runProgram } from './run-program.js';

describe('voicelive config schema', () => {
  it.each(['session', 'script', 'scenario', 'tools'])('prints the schema of --%s', async (kind) => {
    const { code, stdout } = await runProgram(['config', 'schema', `--${kind}`]);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ $schema: 'http://json-schema.org/draft-07/schema#' });
  });

  it.each([
    [[], 'No kind of file was named.'],
    [['--script', '--tools'], '--script cannot be combined with --tools.'],
  ])('refuses %j', async (flags, message) => {
    const { code, stderr } = await runProgram(['config', 'schema', ...flags]);
    expect(code).toBe(2);
    expect(stderr).toContain(message);
  });
});
