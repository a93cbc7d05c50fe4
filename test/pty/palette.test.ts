import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect } from 'vitest';
import { temporaryFolder } from '../helpers/program.js';
import { it } from '../helpers/pty.js';

const cwd = temporaryFolder();
writeFileSync(join(cwd, 'brief.txt'), 'Be brief.\n');

const sizes = [
  { columns: 80, rows: 24 },
  { columns: 120, rows: 40 },
  { columns: 40, rows: 10 },
] as const;

describe.concurrent('the palette in a terminal', () => {
  it.for(sizes)('changes the voice by a few keys, at %o', async (size, { open }) => {
    const program = open(['talk', '--text'], { cwd, ...size });
    await program.waitFor('○ ready');
    program.press('/');
    await program.waitFor('› /voice NAME');
    program.press('vo');
    await program.waitFor((screen) => screen.some((line) => /› \/vo *$/.test(line)));
    expect(program.screen().join('\n')).not.toContain('/model');
    program.press('enter');
    await program.waitFor((screen) => screen.some((line) => /^ {3}alloy/.test(line)));
    program.press('ve');
    await program.waitFor((screen) => screen.some((line) => /^ › verse/.test(line)));
    program.press('enter');
    await program.waitFor(/voice: alloy → verse/);
  });

  it('completes the names of files', async ({ open }) => {
    const program = open(['talk', '--text'], { cwd });
    await program.waitFor('○ ready');
    program.press('/');
    await program.waitFor('› /voice NAME');
    program.press('instructions @br');
    await program.waitFor((screen) => screen.some((line) => /^ {3}brief\.txt/.test(line)));
    program.press('\t');
    await program.waitFor('/instructions @brief.txt');
    program.press('enter');
    await program.waitFor('Be brief. (applies from the');
  });
});
