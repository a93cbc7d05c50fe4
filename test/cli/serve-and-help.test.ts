import { describe, expect, it } from 'vitest';
import {
  killProgramsAfterAll,
  runProgram,
  startServer,
  temporaryFolder,
} from '../helpers/program.js';

const cwd = temporaryFolder();
killProgramsAfterAll();

describe('serve', () => {
  it('prints one JSON line when it listens, serves, and ends with 0 for SIGTERM', async () => {
    const server = await startServer(cwd);
    const { url, token } = server;
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    const talked = await runProgram(['talk', '--text', '--endpoint', url], {
      cwd,
      input: 'hello\n',
      env: { AZURE_VOICELIVE_API_KEY: token },
    });
    expect(talked.stdout).toBe('Hello! I am the voice live emulator. How can I help you?\n');
    expect(talked.exitCode).toBe(0);
    expect(talked.stderr).not.toContain('No endpoint configured');
    server.child.kill('SIGTERM');
    const ended = await server.ended;
    expect(ended.exitCode).toBe(0);
    expect(ended.stdout.trimEnd().split('\n')).toHaveLength(1);
    expect(ended.stderr).not.toContain(token);
  });

  it('ends with 130 for SIGINT', async () => {
    const server = await startServer(cwd);
    server.child.kill('SIGINT');
    expect((await server.ended).exitCode).toBe(130);
  });

  it('says when its port is taken', async () => {
    const server = await startServer(cwd);
    const { port } = new URL(server.url);
    const second = await runProgram(['serve', '--port', port], { cwd });
    expect(second.stdout).toBe('');
    expect([1, 2]).toContain(second.exitCode);
    expect(second.stderr).toContain(port);
    expect(second.stderr).not.toMatch(/Internal error|^ +at /m);
    server.child.kill('SIGTERM');
    await server.ended;
  });
});

describe('--help', () => {
  it.each([[[]], [['talk']], [['run']]])('lists the exit codes (%j)', async (command) => {
    const { exitCode, stdout, stderr } = await runProgram([...command, '--help'], { cwd });
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    const codes = stdout.slice(stdout.indexOf('Exit codes:'));
    const listed = [...codes.matchAll(/^ {2}(\d+) +\S/gm)].map(([, code]) => Number(code));
    expect(listed).toEqual([0, 1, 2, 3, 4, 5, 130, 143]);
  });

  it.each(['talk', 'run', 'serve', 'devices', 'doctor'])(
    'has examples of its own for %s',
    async (command) => {
      const asked = await runProgram([command, '--help'], { cwd });
      const examples = asked.stdout.slice(asked.stdout.indexOf('Examples:\n'));
      expect(examples).toMatch(new RegExp(`^ {2}(?:.* )?voicelive ${command}\\b`, 'm'));
      const helped = await runProgram(['help', command], { cwd });
      expect(helped).toEqual({ ...asked, exitCode: 0 });
    },
  );

  it('--version prints the version', async () => {
    const { exitCode, stdout } = await runProgram(['--version'], { cwd });
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^\d+\.\d+\.\d+\S*\n$/);
  });
});
