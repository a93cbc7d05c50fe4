import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openEndlessServer } from '../helpers/endless-server.js';
import { killProgramsAfterAll, runProgram, temporaryFolder } from '../helpers/program.js';

const cwd = temporaryFolder();
killProgramsAfterAll();

const key = { AZURE_VOICELIVE_API_KEY: 'not-a-real-key' };

describe('a service that only ever calls tools', () => {
  it.each([
    ['run', ['run', '-']],
    ['talk', ['talk', '--text', '--plain']],
  ])('is not asked for ever by %s', async (_name, command) => {
    await writeFile(join(cwd, 'tools.yaml'), '- {builtin: demo-weather}\n');
    const server = await openEndlessServer('call');
    const options = ['--tools', 'tools.yaml', '--approve', 'always', '--max-tool-rounds', '5'];
    const ended = await runProgram([...command, '--endpoint', server.url, ...options], {
      cwd,
      env: key,
      input: 'hello\n',
    });
    expect(ended.stderr).toContain('The model called tools 5 times in a row in this turn');
    expect(server.requests).toBe(6);
    await server.close();
  });
});
