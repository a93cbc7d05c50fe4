import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { patienceMs } from '../helpers/patience.js';
import { killProgramsAfterAll, runProgram, temporaryFolder } from '../helpers/program.js';

const home = temporaryFolder();
killProgramsAfterAll();

function emptyFolder(name: string): string {
  const cwd = join(home, name);
  mkdirSync(cwd);
  return cwd;
}

describe('voicelive init', () => {
  it('writes a project whose scripts pass', { timeout: 4 * patienceMs }, async () => {
    const cwd = emptyFolder('empty');
    const written = await runProgram(['init'], { cwd });
    expect(written).toMatchObject({ exitCode: 0, stderr: '' });
    for (const line of written.stdout.split('\n')) expect(line.length).toBeLessThan(80);
    const [files = '', next = ''] = written.stdout.split('\n\n');
    for (const path of files.split('\n').slice(1))
      expect(readFileSync(join(cwd, path.trim())).length).toBeGreaterThan(0);
    expect(files).toContain('.github/workflows/voice.yml');
    expect(next).toContain('npx voicelive run --fast .');

    const deadlineMs = 3 * patienceMs;
    const ended = await runProgram(['run', '--fast', '.'], { cwd, deadlineMs });
    expect(ended.stdout).toContain('3 passed');
    expect(ended.exitCode).toBe(0);
  });

  it('replaces files only with --force, and never through a link', async () => {
    const cwd = emptyFolder('existing');
    const outside = join(home, 'outside.yaml');
    writeFileSync(outside, 'mine');
    writeFileSync(join(cwd, 'README.md'), 'mine');
    symlinkSync(outside, join(cwd, 'smoke.yaml'));
    const refused = await runProgram(['init'], { cwd });
    expect(refused.exitCode).toBe(2);
    expect(refused.stderr).toBe(
      'voicelive: README.md exists already.\nvoicelive: smoke.yaml exists already.\n' +
        '  Choose an empty folder, or replace these files with --force.\n',
    );
    expect(readFileSync(join(cwd, 'README.md'), 'utf8')).toBe('mine');
    expect(readdirSync(cwd)).not.toContain('tools.yaml');

    const forced = await runProgram(['init', '--force'], { cwd });
    expect(forced).toMatchObject({ exitCode: 0, stderr: '' });
    expect(readFileSync(join(cwd, 'README.md'), 'utf8')).toMatch(/^# Conversations/);
    expect(readFileSync(join(cwd, 'smoke.yaml'), 'utf8')).toContain('Smoke test');
    expect(readFileSync(outside, 'utf8')).toBe('mine');
  });

  it.each([
    ['a file', 'taken', 'voicelive: taken is a file, not a folder.\n'],
    ['a folder below a file', 'taken/below', 'voicelive: taken/below cannot be written: '],
    ['a folder that nobody may write', '/proc/below', 'voicelive: /proc/below cannot be written: '],
    ['a file where a folder must be', '.', 'voicelive: sounds cannot be written: '],
    ['an empty name', '', 'voicelive: The name of the folder is empty.\n'],
    ['too long a name', 'x'.repeat(300), 'cannot be written: '],
  ])('refuses %s', async (kind, folder, sentence) => {
    const cwd = emptyFolder(kind);
    writeFileSync(join(cwd, 'taken'), '');
    writeFileSync(join(cwd, 'sounds'), '');
    const ended = await runProgram(['init', folder], { cwd });
    expect(ended).toMatchObject({ exitCode: 2, stdout: '' });
    expect(ended.stderr).toContain(sentence);
    expect(readdirSync(cwd)).not.toContain('README.md');
  });

  it.each([
    ['-x', 'cd ./-x\n'],
    ["it's new", "cd 'it'\\''s new'\n"],
    ['$(touch harm)', "cd '$(touch harm)'\n"],
  ])('says how to enter %s', async (folder, command) => {
    const cwd = emptyFolder(`names ${folder}`);
    const ended = await runProgram(['init', '--', folder], { cwd });
    expect(ended).toMatchObject({ exitCode: 0, stderr: '' });
    expect(ended.stdout).toContain(command);
    expect(readdirSync(join(cwd, folder))).toContain('smoke.yaml');
  });

  it('prints nothing that a terminal obeys', async () => {
    const cwd = emptyFolder('hostile');
    const folder = '\u001b[31mred\nNext: rm';
    for (const exitCode of [0, 2]) {
      const ended = await runProgram(['init', folder], { cwd });
      expect(ended.exitCode).toBe(exitCode);
      expect(ended.stdout + ended.stderr).not.toMatch(/\u001b|^Next: rm|cd /m);
    }
  });
});
