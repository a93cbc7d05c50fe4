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

describe('a service that always breaks', () => {
  it('gets a turn twice, then the next one', async () => {
    const server = await openEndlessServer('break');
    const ended = await runProgram(['run', '-', '--endpoint', server.url], {
      cwd,
      env: key,
      input: 'one\ntwo\nthree\n',
    });
    expect(ended.exitCode).toBe(1);
    expect(ended.stderr).toContain('It is not sent again.');
    expect(ended.stderr).toContain(
      'The connection was lost 3 times in a row without a finished turn',
    );
    expect(ended.stderr).toContain('-:3: The turn was not answered: ');
    expect(server.requests).toBe(4);
    await server.close();
  });

  it('is not connected to again with --max-retries 0', async () => {
    const server = await openEndlessServer('break');
    const options = ['--endpoint', server.url, '--max-retries', '0', '--record', 'broken'];
    const ended = await runProgram(['run', '-', ...options], { cwd, env: key, input: 'one\n' });
    expect(ended.exitCode).toBe(1);
    expect(server.connections).toBe(1);
    expect(server.requests).toBe(1);
    await server.close();
  });
});
