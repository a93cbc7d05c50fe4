import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { killProgramsAfterAll, runProgram, temporaryFolder } from '../helpers/program.js';

const cwd = temporaryFolder();
killProgramsAfterAll();

describe('commands in lines', () => {
  it('change the session, and say what the service applied', async () => {
    const input = ['/voice verse', '/voise verse', '/model gpt-4o', 'hello', '/save talk.md'];
    const ended = await runProgram(['talk', '--text'], { cwd, input: input.join('\n') });
    expect(ended.exitCode).toBe(0);
    expect(ended.stdout).toBe('Hello! I am the voice live emulator. How can I help you?\n');
    expect(ended.stderr).toContain('voice: alloy → verse (applies from the next reply)');
    expect(ended.stderr).toContain('Unknown command /voise. Did you mean /voice?');
    expect(ended.stderr).toMatch(/model: gpt-realtime → gpt-4o, a new session after [\d.]+ s/);
    expect(ended.stderr).toContain('Saved the transcript to talk.md.');
    expect(await readFile(join(cwd, 'talk.md'), 'utf8')).toContain('**you**');
  });

  it('work in a script, and are asked again', async () => {
    await writeFile(join(cwd, 'seed.yaml'), '- user: My name is Ada.\n- assistant: Hello, Ada.\n');
    const script = ['/seed seed.yaml', '/instructions Be brief.', 'hello', '/retry', '/tools'];
    await writeFile(join(cwd, 'script.txt'), script.join('\n'));
    const ended = await runProgram(['run', 'script.txt', '--record', 'recordings'], { cwd });
    expect(ended.exitCode).toBe(0);
    expect(ended.stderr).toContain('Added 2 items of seed.yaml to the conversation.');
    expect(ended.stderr).toContain('→ Be brief. (applies from the next reply)');
    expect(ended.stderr).toContain('Asking the last turn again.');
    expect(ended.stderr).toMatch(/get_weather {2}local function/);
    expect(ended.stdout.match(/^Hello! I am the voice live emulator/gm)).toHaveLength(2);
  });
});
