import { describe, expect } from 'vitest';
import { temporaryFolder } from '../helpers/program.js';
import { it, untouchedTerminal, type Open, type PtyProgram } from '../helpers/pty.js';

const cwd = temporaryFolder();

async function afterStory(open: Open, ...args: readonly string[]): Promise<PtyProgram> {
  const program = open(['talk', '--text', ...args], { cwd, env: { TERM: 'xterm-256color' } });
  await program.waitFor('○ ready');
  await program.say('tell me a story');
  await program.waitFor('with a good ear.');
  await program.waitFor('○ ready');
  await program.leaveBox();
  return program;
}

/** Texts that the program has given to the clipboard. */
function copied(program: PtyProgram): readonly string[] {
  return Array.from(program.written.matchAll(/\x1b\]52;c;([^\x07]*)\x07/g), ([, base64 = '']) =>
    Buffer.from(base64, 'base64').toString(),
  );
}

/** The SGR report of a mouse on the first cell of a text; what is added is a number of rows. */
function report(program: PtyProgram, button: number, text: string): string {
  const screen = program.screen();
  const row = screen.findIndex((line) => line.includes(text));
  const column = screen[row]?.indexOf(text) ?? -1;
  return `\x1b[<${String(button)};${String(column + 1)};${String(row + 1)}M`;
}

describe.concurrent('finding and copying in a terminal', () => {
  it('searches the transcript and the log, and moves from match to match', async ({ open }) => {
    const program = await afterStory(open);
    program.press('\t');
    await program.waitFor('Enter its events');
    program.press('/');
    await program.waitFor('search ›');
    await program.type('KEEPER');
    await program.waitFor('no match');
    await program.type('\x7f\x7f\x7f\x7f\x7f\x7fkeeper');
    await program.waitFor('2 of 2');
    program.press('enter');
    await program.waitFor('n next');
    program.press('N');
    await program.waitFor('1 of 2');
    program.press('N');
    await program.waitFor('Search continued at the end.');
    program.press('escape');
    await program.waitFor((screen) => !screen.join('').includes('search ›'));
    program.press('e');
    await program.waitFor('Enter open');
    program.press('/');
    await program.type('session.created');
    await program.waitFor('1 of 1');
    program.press('enter');
    await program.waitFor('n next');
    await program.waitFor((screen) => screen.some((row) => /^›.*session\.created/.test(row)));
  });

  it('copies a turn, and the last reply, to the clipboard of the terminal', async ({ open }) => {
    const program = await afterStory(open);
    expect(copied(program)).toEqual([]);
    program.press('\t');
    await program.waitFor('y copy');
    program.press('k');
    await program.waitFor('›you');
    program.press('y');
    await program.waitFor('Copied 4 words, if your terminal allows OSC 52.');
    expect(copied(program)).toEqual(['tell me a story']);
    await program.say('/copy');
    await program.waitFor(/Copied \d{2,} words/);
    expect(copied(program)[1]).toMatch(/^Once there was a lighthouse keeper .* with a good ear\.$/);
    await program.say('/search bell');
    await program.waitFor('2 of 2');
  });

  it('copies no secret', async ({ open }) => {
    const program = open(['talk', '--text'], { cwd });
    await program.waitFor('○ ready');
    await program.say('my token is Bearer abcdef0123456789abcdef');
    await program.waitFor(/bot .*\S+/);
    await program.waitFor('○ ready');
    await program.leaveBox();
    program.press('\t');
    await program.waitFor('y copy');
    program.press('g');
    await program.waitFor('›you');
    program.press('y');
    await program.waitFor(/Copied \d+ words/);
    expect(copied(program)[0]).toMatch(/^my token is Bearer <redacted \d+>$/);
  });

  it('selects with a click, opens with a second one, and scrolls with the wheel', async ({
    open,
  }) => {
    const program = await afterStory(open);
    program.press(report(program, 0, 'response.done'));
    await program.waitFor((screen) => screen.some((row) => /^›.*response\.done/.test(row)));
    program.press(report(program, 0, 'response.done'));
    await program.waitFor('"type": "response.done"');
    program.press('escape');
    await program.waitFor('Enter open');
    program.press(report(program, 0, 'Once there'));
    await program.waitFor((screen) => screen.some((row) => /›bot +Once there/.test(row)));
    program.press(report(program, 0, 'Once there'));
    await program.waitFor('Enter open');
    program.press('escape');
    await program.waitFor('type a message');
    expect(program.screen().some((row) => row.includes('good ear.'))).toBe(true);
    program.press(report(program, 64, 'Once there'));
    await program.waitFor('scrolled up');
    program.press(report(program, 65, 'tell me'));
    await program.waitFor((screen) => !screen.join('').includes('scrolled up'));
    expect(await program.quitWithQ()).toBe(0);
    expect(program.terminal()).toEqual(untouchedTerminal);
  });

  it('leaves the mouse to the terminal with --no-mouse', async ({ open }) => {
    const program = await afterStory(open, '--no-mouse');
    expect(program.terminal()).toMatchObject({ alternateScreen: true, reportsMouse: false });
  });
});
