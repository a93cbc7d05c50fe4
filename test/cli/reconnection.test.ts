import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { closeEmulatorsAfterEach } from '../helpers/emulator-rig.js';
import { startProgram, temporaryFolder } from '../helpers/program.js';
import { onlyRecording } from '../helpers/replays.js';
import { startRestartedEmulator } from '../helpers/restarted-emulator.js';

const cwd = temporaryFolder();
closeEmulatorsAfterEach();

describe('a line that drops', () => {
  it('costs a script no turn: every one is answered, in order', async () => {
    const emulator = await startRestartedEmulator();
    const turns = Array.from({ length: 40 }, (_, n) => `turn number ${String(n + 1)}`);
    const script = join(cwd, 'turns.txt');
    const folder = join(cwd, 'rec');
    writeFileSync(script, turns.join('\n'));
    const program = startProgram(['run', script, '--record', folder], { cwd, env: emulator.env });
    await expect.poll(program.stdout).toContain('turn number 3');
    const away = emulator.goAway();
    await expect.poll(program.stderr).toContain('was lost');
    await emulator.comeBack();
    await away;
    const { exitCode, stdout, stderr } = await program.ended;
    expect(stderr).toMatch(/The connection to 127\.0\.0\.1:\d+ was lost \(code 1001\)/);
    expect(stderr).toMatch(/^state +reconnecting, attempt 1 of 5$/m);
    expect(stderr).toMatch(/The connection is back after \d+\.\d s: \d+ turns restored\./);
    expect(exitCode).toBe(0);
    const told = [...stdout.matchAll(/turn number (\d+)/g)].map(([, number]) => Number(number));
    expect(told).toEqual(turns.map((_, n) => n + 1));
    await onlyRecording(folder);
  });

  it('ends the program with exit code 1 when it does not come back', async () => {
    const emulator = await startRestartedEmulator();
    const program = startProgram(['talk', '--text'], { cwd, env: emulator.env, input: null });
    await expect.poll(program.stderr).toContain('voicelive');
    program.child.stdin?.write('hello\n');
    await expect.poll(program.stdout).toContain('Hello!');
    await emulator.goAway();
    const { exitCode, stderr } = await program.ended;
    expect(exitCode).toBe(1);
    expect(stderr).toContain('5 attempts to reconnect failed');
  });
});
