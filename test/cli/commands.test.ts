import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { killProgramsAfterAll, runProgram, temporaryFolder } from '../helpers/program.js';

killProgramsAfterAll();
const cwd = temporaryFolder();

describe('commands as lines', () => {
  it('are taken from stdin by talk: a wrong one is told, the others are done', async () => {
    const input = ['hello', '/items', '/itmes', '/help', '/quit', 'never said'].join('\n');
    const ended = await runProgram(['talk', '--text'], { cwd, input });
    expect(ended.exitCode).toBe(0);
    expect(ended.stdout).toContain('How can I help you?');
    expect(ended.stderr).toContain('message  user: hello');
    expect(ended.stderr).toContain('Unknown command /itmes. Did you mean /items?');
    expect(ended.stderr).toContain('/image FILE|URL');
    expect(ended.stderr).not.toContain('never said');
  });

  it('are lines of a text script: each is done before the next, and its answer is waited for', async () => {
    const script = join(cwd, 'script.txt');
    const lines = ['hello', '/send {"type":"conversation.item.retrieve","item_id":"vl_item_2"}'];
    writeFileSync(script, lines.join('\n'));
    const ended = await runProgram(['run', script], { cwd });
    expect(ended.exitCode).toBe(0);
    expect(ended.stderr).toContain('Item vl_item_2: message user: hello');
  });

  it('that cannot be done end a script before it begins, with line and reason', async () => {
    const script = join(cwd, 'bad.txt');
    writeFileSync(
      script,
      'hello\n/session {"temprature": 1}\n# fine\n/image ftp://example.com/a\n',
    );
    const ended = await runProgram(['run', script], { cwd });
    expect(ended.exitCode).toBe(2);
    expect(ended.stdout).toBe('');
    expect(ended.stderr).toContain('line 2: /session: not sent. session.temprature');
    expect(ended.stderr).toContain('Did you mean "temperature"?');
    expect(ended.stderr).toContain('line 4: /image takes a file or an https URL');
  });
});
