import { join } from 'node:path';
import { describe, expect } from 'vitest';
import { replayState } from '../../src/recording/replay.js';
import { closeEmulatorsAfterEach } from '../helpers/emulator-rig.js';
import { temporaryFolder } from '../helpers/program.js';
import { it, untouchedTerminal } from '../helpers/pty.js';
import { onlyRecording } from '../helpers/replays.js';
import { startRestartedEmulator } from '../helpers/restarted-emulator.js';

const cwd = temporaryFolder();
closeEmulatorsAfterEach();

describe('a connection that is lost, on the screen', () => {
  it('is told with its tries, keeps what is typed, and is back with the conversation', async ({
    open,
  }) => {
    const emulator = await startRestartedEmulator();
    const program = open(['talk', '--text'], { cwd, env: emulator.env, columns: 90, rows: 40 });
    await program.waitFor('○ ready');
    await program.say('hello');
    await program.waitFor('bot Hello!');
    await program.waitFor('○ ready');
    const away = emulator.goAway();
    await program.waitFor(/◌ reconnecting, attempt \d of 5/);
    await program.waitFor('was lost (code 1001)');
    await program.say('what time is it');
    await emulator.comeBack();
    await program.waitFor(/The connection is back after \d+\.\d s: 2 turns restored\./);
    await program.waitFor(/you +what time is it/);
    await program.waitFor(/bot It is /);
    await program.waitFor('○ ready');
    expect(await program.quit()).toBe(0);
    expect(program.terminal()).toEqual(untouchedTerminal);
    await away;
    const left = program.normalScreen();
    expect(left.match(/was lost/g)).toHaveLength(1);
    expect(left.match(/is back after/g)).toHaveLength(1);
    expect(left.match(/you +hello/g)).toHaveLength(1);
    expect(left).not.toMatch(/error/);
  });

  it('that does not come back leaves what waited in the transcript at exit and in the recording', async ({
    open,
  }) => {
    const emulator = await startRestartedEmulator();
    const folder = join(cwd, 'given-up');
    const program = open(['talk', '--text', '--record', folder], { cwd, env: emulator.env });
    await program.waitFor('○ ready');
    await program.say('hello');
    await program.waitFor('bot Hello!');
    await program.waitFor('○ ready');
    await program.type('is anybody there');
    await program.waitFor('› is anybody there');
    const away = emulator.goAway();
    await program.waitFor('reconnecting');
    program.press('enter');
    await program.say('then good night');
    expect(await program.exitCode()).toBe(1);
    expect(program.terminal()).toEqual(untouchedTerminal);
    const left = program.normalScreen();
    expect(left).toMatch(/you +hello\n/);
    expect(left).toMatch(/you +is anybody there\s+\(not sent\)/);
    expect(left).toMatch(/you +then good night\s+\(not sent\)/);
    const { transcript } = replayState(await onlyRecording(folder));
    const unsent = transcript.filter((entry) => entry.kind === 'user' && entry.unsent === true);
    expect(unsent).toMatchObject([{ text: 'is anybody there' }, { text: 'then good night' }]);
    await away;
  });

  it('can be left with q', async ({ open }) => {
    const emulator = await startRestartedEmulator();
    const program = open(['talk', '--text'], { cwd, env: emulator.env });
    await program.waitFor('○ ready');
    const away = emulator.goAway();
    await program.waitFor('◌ reconnecting');
    await program.leaveBox();
    program.press('c');
    await program.waitFor('No response to cancel: the connection is lost.');
    expect(await program.quitWithQ()).toBe(0);
    expect(program.terminal()).toEqual(untouchedTerminal);
    await away;
  });
});
