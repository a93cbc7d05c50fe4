import { afterEach, beforeAll, describe, it } from 'vitest';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { bareEnvironment, programPath, temporaryFolder } from '../helpers/program.js';
import { openShell, type OpenShell } from '../helpers/shell.js';

const cwd = temporaryFolder();
const ctrlZ = '\u001a';

beforeAll(() => {
  // As npx does, a program between shell and voicelive that knows nothing of terminals.
  const start = `"${process.execPath}" "${programPath}" talk --text "$@"`;
  writeFileSync(join(cwd, 'start.sh'), `${start}\necho "ended with $?"\n`);
});

let shell: OpenShell | undefined;
afterEach(() => {
  shell?.close();
});

function open(): OpenShell {
  shell = openShell('bash', ['--norc'], { cwd, env: bareEnvironment(cwd, { PS1: '> ' }) });
  return shell;
}

describe('Ctrl-Z and fg', () => {
  it('suspend and continue the full screen', async () => {
    const program = open();
    await program.type('sh start.sh\r', 'type a message');
    await program.type('hello\r', 'How can I help you?');
    await program.type('\u001b', 'press i to type');
    await program.type(ctrlZ, 'Stopped');
    await program.type("echo re''turned\r", 'returned');
    await program.type('fg\r', 'How can I help you?');
    await program.type('i', 'type a message');
    await program.type('what time is it\r', 'It is ');
  });

  it('suspend and continue plain mode, with the line that is being typed', async () => {
    const program = open();
    await program.type('sh start.sh --plain\r', 'Ctrl-D ends the session.');
    await program.type('hello\r', 'How can I help you?');
    await program.type('what time', /› what time$/);
    await program.type(ctrlZ, 'Stopped');
    await program.type("echo re''turned\r", 'returned');
    await program.type('fg\r', /› what time$/);
    await program.type(' is it\r', 'It is ');
    await program.type('\u0004', 'ended with 0');
  });
});
