import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadedModules, recordingModules } from '../helpers/loaded-modules.js';
import {
  killProgramsAfterAll,
  runProgram,
  startServer,
  temporaryFolder,
} from '../helpers/program.js';

const cwd = temporaryFolder();
killProgramsAfterAll();

const script = '# a comment\n\nhello\n  # another one\nhelp me\n';
const replies =
  'Hello! I am the voice live emulator. How can I help you?\n' +
  'You can ask for the time, for the weather of a city, for a story, or ask me to count.\n';

describe('run', () => {
  it('says the lines of a file, and prints the replies on stdout', async () => {
    await writeFile(join(cwd, 'script.txt'), script);
    const ended = await runProgram(['run', 'script.txt'], { cwd });
    expect(ended.stdout).toBe(replies);
    expect(ended.exitCode).toBe(0);
    expect(ended.stderr).not.toContain('comment');
    expect(ended.stderr).not.toMatch(/sound|device/i);
  });

  it('takes the script from stdin for -', async () => {
    const ended = await runProgram(['run', '-'], { cwd, input: script });
    expect(ended).toMatchObject({ exitCode: 0, stdout: replies });
  });

  it('prints events as JSON lines for --json', async () => {
    const ended = await runProgram(['run', '-', '--json'], { cwd, input: 'hello\n' });
    expect(ended.exitCode).toBe(0);
    const lines = ended.stdout.trimEnd().split('\n');
    expect(lines.length).toBeGreaterThan(10);
    for (const line of lines) expect(JSON.parse(line)).toHaveProperty('type');
  });

  it('ends with 1 and names the line when a turn was not answered', async () => {
    const ended = await runProgram(['run', '-'], { cwd, input: 'hello\nshow me an error\n' });
    expect(ended.exitCode).toBe(1);
    expect(ended.stdout).toBe('Hello! I am the voice live emulator. How can I help you?\n');
    expect(ended.stderr).toContain(
      'voicelive: -:2: The turn was not answered: the service reported ',
    );
    expect(ended.stderr).toContain('This is the error that you asked for.');
  });

  it('refuses a script without messages', async () => {
    const ended = await runProgram(['run', '-'], { cwd, input: '# nothing\n' });
    expect(ended).toMatchObject({ exitCode: 2, stdout: '' });
    expect(ended.stderr).toContain('has no messages');
  });

  it('loads nothing of the screen, of the sound devices, or of Entra', async () => {
    const server = await startServer(cwd);
    const file = join(cwd, 'modules.txt');
    const ended = await runProgram(['run', '-', '--endpoint', server.url], {
      cwd,
      input: 'hello\n',
      env: { AZURE_VOICELIVE_API_KEY: server.token },
      nodeOptions: recordingModules(file),
    });
    server.child.kill('SIGTERM');
    await server.ended;
    expect(ended).toMatchObject({ exitCode: 0 });
    const modules = loadedModules(file);
    expect(modules.some((module) => module.endsWith('src/cli/commands/run.ts'))).toBe(true);
    const unwanted = [
      /node_modules\/(ink|react|react-reconciler|yoga-layout|naudiodon|@azure|soundswallower)\//,
      /src\/tui\/(open-tui|terminal|keys)/,
      /src\/audio\/(?!pure\/)/,
      /src\/emulator\//,
      /^addon:/,
    ];
    expect(modules.filter((module) => unwanted.some((each) => each.test(module)))).toEqual([]);
  });
});
