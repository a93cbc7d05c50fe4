import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect } from 'vitest';
import { readRecording } from '../../src/recording/reader.js';
import { openBusyServer } from '../helpers/busy-server.js';
import { fixture, temporaryFolder } from '../helpers/program.js';
import { it, type Open, type PtyProgram } from '../helpers/pty.js';

const cwd = temporaryFolder();

const wide = { cwd, columns: 160, rows: 40 };
const withoutDevices = ['talk', '--mic', 'none', '--speaker', 'none'];

/** Types of the client events in the one recording in a folder, in order. */
async function sentEvents(folder: string): Promise<readonly unknown[]> {
  const [name = ''] = await readdir(folder);
  const { inputs } = await readRecording(join(folder, name));
  return inputs.flatMap((input) => (input.type === 'sent' ? [input.raw['type']] : []));
}

describe.concurrent('a conversation in a terminal', () => {
  it('starts with the emulator, says so, and is ready within 10 s', async ({ open }) => {
    const program = open(['talk', '--text'], { cwd });
    await program.waitFor('○ ready');
    expect(program.terminal().alternateScreen).toBe(true);
    expect(program.screen()[0]).toContain(' emulator · gpt-realtime');
    expect(program.words()).toContain('No endpoint configured: using the built-in emulator.');
  });

  it('goes on in text without a sound device, and names the fix', async ({ open }) => {
    const program = open(['talk'], wide);
    await program.waitFor('○ ready');
    expect(program.screen()[0]).toContain('· text');
    expect(program.words()).toMatch(/warn No audio device was found/);
    await program.waitFor('speaker none.');
  });

  it('answers a typed turn', async ({ open }) => {
    const program = open(['talk', '--text'], { cwd });
    await program.waitFor('○ ready');
    await program.say('hello');
    await program.waitFor('bot Hello! I am the voice live emulator.');
    await program.waitFor('○ ready');
    expect(program.words()).toContain('you hello');
    expect(program.words()).toMatch(/\d+ in \d+ out/);
  });

  it('goes from a turn to its first event in the log, and from there back', async ({ open }) => {
    const program = open(['talk', '--text'], wide);
    await program.waitFor('○ ready');
    await program.say('hello');
    await program.waitFor('bot Hello! I am the voice live emulator.');
    await program.waitFor('○ ready');
    await program.leaveBox();
    program.press('\t');
    await program.waitFor('›bot Hello!');
    program.press('enter');
    await program.waitFor(/› *[\d.]+ ← response\.output_item\.added/);
    expect(program.words()).toContain('›bot Hello!');
    program.press('\t');
    await program.waitFor('Enter its events');
    expect(program.words()).toContain('›bot Hello!');
    expect(program.words()).not.toMatch(/› *[\d.]+ ← response/);
  });

  it('hears a turn spoken into the microphone, and shows both sides', async ({ open }) => {
    const speech = fixture('speech/what-time-is-it.wav');
    const program = open(['talk', '--mic', speech, '--speaker', 'none'], { cwd });
    await program.waitFor('◉ hearing you');
    await program.waitFor(/you What time is it\b/i);
    await program.waitFor('♪ speaking');
    await program.waitFor(/bot It is \w+/);
  });

  it('shows what was heard when Esc interrupts, cancels and truncates', async ({ open }) => {
    const folder = join(cwd, 'interrupted');
    const program = open([...withoutDevices, '--record', folder], wide);
    await program.waitFor('○ ready');
    await program.say('count to sixty');
    await program.waitFor('♪ speaking');
    await program.waitFor('bot One, two, three');
    program.press('escape');
    await program.waitFor(/heard [\d.]+ of [\d.]+ s, truncated at \d+ ms/);
    const [, heard, received, truncated] =
      /heard ([\d.]+) of ([\d.]+) s, truncated at (\d+) ms/.exec(program.words()) ?? [];
    expect(Number(heard)).toBeGreaterThan(0);
    expect(Number(heard)).toBeLessThan(Number(received));
    expect((Number(truncated) / 1000).toFixed(1)).toBe(heard);
    expect(program.words()).toContain('→ response.cancel');
    expect(program.words()).toContain('→ conversation.item.trunc');
    await program.waitFor('○ ready');
    expect(await program.quit()).toBe(0);
    const sent = await sentEvents(folder);
    expect(sent.slice(sent.indexOf('response.cancel'))).toEqual([
      'response.cancel',
      'conversation.item.truncate',
    ]);
  });

  it('does one thing alone for c, t and x, and says so when there is nothing to do', async ({
    open,
  }) => {
    const folder = join(cwd, 'single-keys');
    const program = open([...withoutDevices, '--record', folder], wide);
    await program.waitFor('○ ready');
    program.press('c');
    await program.waitFor('There is no response to cancel.');
    program.press('t');
    await program.waitFor('Nothing is playing.');
    program.press('x');
    await program.waitFor('← input_audio_buffer.cleared');
    await program.say('count to sixty');
    await program.waitFor('bot One, two, three');
    await program.waitFor('♪ speaking');
    await program.leaveBox();
    program.press('c');
    await program.waitFor('→ response.cancel');
    await program.waitFor('♪ speaking');
    program.press('t');
    await program.waitFor(/heard [\d.]+ of [\d.]+ s, truncated at \d+ ms/);
    await program.waitFor('○ ready');
    expect(await program.quit()).toBe(0);
    const sent = await sentEvents(folder);
    expect(sent.slice(sent.indexOf('input_audio_buffer.clear'))).toEqual([
      'input_audio_buffer.clear',
      'conversation.item.create',
      'response.create',
      'response.cancel',
      'conversation.item.truncate',
    ]);
  });

  it('only truncates for Esc when the reply is complete and its sound still plays', async ({
    open,
  }) => {
    const folder = join(cwd, 'complete');
    const program = open([...withoutDevices, '--record', folder], wide);
    await program.waitFor('○ ready');
    await program.say('hello');
    await program.waitFor(/← response\.done.*♪ speaking/);
    program.press('escape');
    await program.waitFor('truncated at');
    expect(await program.quit()).toBe(0);
    const sent = await sentEvents(folder);
    expect(sent).toContain('conversation.item.truncate');
    expect(sent).not.toContain('response.cancel');
  });

  it('shows no level of the speaker once an interruption has silenced it', async ({ open }) => {
    const program = open(withoutDevices, { cwd });
    await program.waitFor('○ ready');
    await program.say('count to sixty');
    await program.waitFor('♪ speaking');
    await program.waitFor(/spk ▁*[▂-█]/);
    program.press('escape');
    await program.waitFor('truncated at');
    // Long before the reply would have ended by itself.
    await program.waitFor('spk ▁▁▁▁▁▁▁▁', 8_000);
  });
});

describe.concurrent('a reply of which nothing was heard yet', () => {
  /** A far side that writes, and sends no sound. */
  async function writing(
    open: Open,
    folder: string,
    run: (program: PtyProgram) => Promise<void>,
  ): Promise<readonly unknown[]> {
    const server = await openBusyServer();
    try {
      const program = open([...withoutDevices, '--record', folder, '--endpoint', server.url], {
        ...wide,
        env: { AZURE_VOICELIVE_API_KEY: 'key-of-a-test' },
      });
      await program.waitFor('○ ready');
      server.flood(20);
      await program.waitFor('bot two three');
      await program.waitFor('∙ replying');
      await run(program);
      expect(await program.quit()).toBe(0);
      return await sentEvents(folder);
    } finally {
      await server.close();
    }
  }

  for (const key of ['escape', 'c'])
    it(`is cancelled by ${key}, and nothing is truncated`, async ({ open }) => {
      const sent = await writing(open, join(cwd, `unheard-${key}`), async (program) => {
        program.press(key);
        await program.waitFor('→ response.cancel');
      });
      expect(sent).toEqual(['session.update', 'response.cancel']);
    });

  it('is left alone by t, which says so, and by x, which clears the input', async ({ open }) => {
    const sent = await writing(open, join(cwd, 'unheard-t'), async (program) => {
      program.press('t');
      await program.waitFor('Nothing is playing.');
      program.press('x');
      await program.waitFor('→ input_audio_buffer.clear');
      await program.waitFor('∙ replying');
    });
    expect(sent).toEqual(['session.update', 'input_audio_buffer.clear']);
  });
});

describe.concurrent('a tool call in a terminal', () => {
  async function asked(open: Open, folder: string): Promise<PtyProgram> {
    const program = open(['talk', '--text', '--record', folder], { cwd });
    await program.waitFor('○ ready');
    await program.say('what is the weather in Oslo');
    await program.waitFor('tool call needs approval');
    await program.waitFor('? waiting for approval');
    expect(program.words()).toContain('get_weather');
    expect(program.words()).toContain('"city": "Oslo"');
    await program.leaveBox();
    return program;
  }

  /** As long as it takes a person to read the question: answers that come sooner do not count. */
  const readingMs = 700;

  it('keeps asking while Esc and c are pressed', async ({ open }) => {
    const program = await asked(open, join(cwd, 'asked'));
    await program.quiet(readingMs);
    program.press('escape');
    // Read in one piece, Esc and c would be Alt-c.
    await program.quiet(readingMs);
    program.press('c');
    await program.waitFor('There is no response to cancel.');
    expect(program.words()).toContain('? waiting for approval');
    program.press('n');
    await program.waitFor('○ ready');
  });

  for (const [name, key] of [
    ['Esc', 'escape'],
    ['c', 'c'],
    ['t', 't'],
    ['x', 'x'],
  ] as const)
    it(`is still asked about after ${name}, and then runs for y`, async ({ open }) => {
      const folder = join(cwd, `asked-${key}`);
      const program = open([...withoutDevices, '--record', folder], wide);
      await program.waitFor('○ ready');
      await program.say('what is the weather in Oslo');
      await program.waitFor('? waiting for approval');
      await program.leaveBox();
      await program.quiet(readingMs);
      program.press(key);
      await program.quiet(readingMs);
      expect(program.words()).toContain('tool call needs approval');
      expect(program.words()).toContain('? waiting for approval');
      program.press('y');
      await program.waitFor(/tool get_weather .*ok, \d+ ms/);
      await program.waitFor(/bot In Oslo/);
      expect(await program.quit()).toBe(0);
      const sent = await sentEvents(folder);
      const asked = sent.indexOf('response.create') + 1;
      expect(sent.slice(asked, sent.indexOf('response.create', asked))).toEqual([
        ...(key === 'x' ? ['input_audio_buffer.clear'] : []),
        'conversation.item.create',
      ]);
    });

  it('does not run for Enter, and runs for y', async ({ open }) => {
    const folder = join(cwd, 'approved');
    const program = await asked(open, folder);
    await program.quiet(readingMs);
    program.press('enter');
    await program.quiet(readingMs);
    expect(program.words()).toContain('? waiting for approval');
    program.press('y');
    await program.waitFor('○ ready');
    await program.waitFor(/tool get_weather .*ok, \d+ ms/);
    await program.waitFor(/bot .*Oslo/);
    expect(await program.quit()).toBe(0);
    expect(await sentEvents(folder)).toEqual([
      'session.update',
      'conversation.item.create',
      'response.create',
      'conversation.item.create',
      'response.create',
    ]);
  });

  it('gives the weather of the built-in tool in the words of the built-in scenario', async ({
    open,
  }) => {
    const program = await asked(open, join(cwd, 'weather'));
    await program.quiet(readingMs);
    program.press('y');
    await program.waitFor(/bot In Oslo it is -?\d+ degrees and \w+/);
  });

  it('does not run for n, and the model is told', async ({ open }) => {
    const program = await asked(open, join(cwd, 'denied'));
    await program.quiet(readingMs);
    program.press('n');
    await program.waitFor(/tool get_weather .*denied/);
    await program.waitFor('bot I could not get the weather.');
    await program.waitFor('○ ready');
  });

  it('is not approved by a key typed ahead of the question', async ({ open }) => {
    const program = open(['talk', '--text'], { cwd });
    await program.waitFor('○ ready');
    await program.say('what is the weather in Oslo');
    await program.leaveBox();
    program.press('y');
    await program.waitFor('? waiting for approval');
    // Two keys read in one piece, as from a paste or a slow line.
    program.press('yy');
    await program.waitFor('Too early: the question');
    await program.quiet(readingMs);
    expect(program.words()).toContain('? waiting for approval');
  });
});
