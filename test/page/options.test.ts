import { execFileSync } from 'node:child_process';
import { chmod, mkdir, readFile, readdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Browser } from 'playwright-core';
import { accessibilityViolations, openBrowser, openPage } from '../helpers/browser.js';
import { writeKnown } from '../helpers/known-recording.js';
import {
  killProgramsAfterAll,
  runProgram,
  temporaryFolder,
  type Ended,
  type Environment,
} from '../helpers/program.js';
import { onlyRecording } from '../helpers/replays.js';

const cwd = temporaryFolder();
killProgramsAfterAll();
let browser: Browser;

function inspect(args: readonly string[], env?: Environment): Promise<Ended> {
  return runProgram(['inspect', ...args], { cwd, ...(env && { env }) });
}

beforeAll(async () => {
  await writeKnown(join(cwd, 'known'), {
    seconds: 6,
    speech: [{ fromMs: 500, toMs: 1500 }],
    replies: [{ fromMs: 2000, toMs: 5000, text: 'One two three four five.' }],
  });
  browser = await openBrowser();
});

afterAll(async () => {
  await browser.close();
});

/** A folder with an `opusenc` that cannot do it. */
async function failingEncoder(): Promise<string> {
  const folder = join(cwd, 'bin');
  await mkdir(folder);
  await writeFile(join(folder, 'opusenc'), '#!/bin/sh\necho "no codec today" >&2\nexit 1\n');
  await chmod(join(folder, 'opusenc'), 0o755);
  return folder;
}

describe('the audio of a page', () => {
  it('is Opus that plays from where it is sought, for a short recording', async () => {
    const file = join(cwd, 'opus.html');
    const { stderr, exitCode } = await inspect(['known', '--html', file]);
    expect({ exitCode, stderr }).toMatchObject({ exitCode: 0 });
    expect(stderr).toMatch(/^Wrote .*opus\.html: \d+ kB\. With audio: Opus, 48 kbit\/s\.\n$/);
    const { page, complaints, close } = await openPage(browser, file);
    await page.keyboard.press('Shift+ArrowRight');
    await page.locator('.word', { hasText: 'four' }).click();
    const heard = page.locator('.word.heard');
    await expect.poll(() => heard.allInnerTexts()).toEqual(['five.']);
    await close();
    expect(complaints).toEqual([]);
  });

  it.each(['opusenc', 'ffmpeg'])('is Opus by %s alone (needs it)', async (encoder) => {
    const folder = join(cwd, `only-${encoder}`);
    await mkdir(folder);
    await symlink(
      execFileSync('which', [encoder], { encoding: 'utf8' }).trim(),
      join(folder, encoder),
    );
    const file = join(cwd, `${encoder}.html`);
    const { stderr } = await inspect(['known', '--html', file], { PATH: folder });
    expect(stderr).toContain('With audio: Opus, 48 kbit/s.');
    const { page, complaints, close } = await openPage(browser, file);
    await page.keyboard.press('Shift+ArrowRight');
    await page.locator('.word', { hasText: 'four' }).click();
    const heard = page.locator('.word.heard');
    await expect.poll(() => heard.allInnerTexts()).toEqual(['five.']);
    await close();
    expect(complaints).toEqual([]);
  });

  it('lacks its encoder before the recording is read', async () => {
    const { stderr } = await inspect(['nowhere', '--html', 'x.html', '--audio', 'opus'], {
      PATH: '',
    });
    expect(stderr).toContain('--audio opus needs opusenc or ffmpeg');
  });

  it('is WAV for a short recording on a machine without an encoder', async () => {
    const file = join(cwd, 'wav.html');
    const { stderr } = await inspect(['known', '--html', file], { PATH: '' });
    expect(stderr).toContain('With audio: WAV.');
  });

  it('is refused in a sentence where it cannot be had, and nothing is written', async () => {
    const encoder = await failingEncoder();
    const before = await readdir(cwd);
    const ask = (audio: string, env?: Environment): Promise<Ended> =>
      inspect(['known', '--html', 'x.html', '--audio', audio], env);
    expect(await ask('opus', { PATH: '' })).toMatchObject({
      exitCode: 2,
      stderr:
        'voicelive: --audio opus needs opusenc or ffmpeg, and neither is installed.\n  Install one (apt-get install opus-tools), or use --audio wav.\n',
    });
    const failed = await ask('opus', { PATH: encoder });
    expect(failed.exitCode).toBe(1);
    expect(failed.stderr).toContain('opusenc could not encode the audio: no codec today.');
    const unknown = await ask('mp3');
    expect(unknown.exitCode).toBe(2);
    expect(unknown.stderr).toContain('--audio: found "mp3", expected auto, none, wav, opus');
    expect(await readdir(cwd)).toEqual(before);
  });
});

describe('--html', () => {
  it('takes one recording, and --audio needs it', async () => {
    const several = await inspect(['known', 'known', '--html', 'x.html']);
    expect(several).toMatchObject({ exitCode: 2, stdout: '' });
    expect(several.stderr).toContain('--html takes one recording; 2 are named.');
    const alone = await inspect(['known', '--audio', 'wav']);
    expect(alone).toMatchObject({ exitCode: 2, stdout: '' });
    expect(alone.stderr).toContain('--audio is for the page that --html writes.');
  });

  it('says why a page cannot be written', async () => {
    const { exitCode, stderr } = await inspect(['known', '--html', 'nowhere/x.html']);
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(/^voicelive: nowhere\/x\.html cannot be written: ENOENT/);
  });

  it('writes beside the page what else was asked for', async () => {
    const file = join(cwd, 'both.html');
    const checked = await inspect(['known', '--html', file, '--json', '--fail-if', 'turns > 0']);
    expect(checked.exitCode).toBe(5);
    expect(checked.stdout).toMatch(/^\{"voicelive":"inspection"/);
  });

  it('has neither words nor sound with --redact', async () => {
    const file = join(cwd, 'redacted.html');
    await inspect(['known', '--html', file, '--redact']);
    const text = await readFile(file, 'utf8');
    const packed = [...text.matchAll(/<script type="text\/plain"[^>]*>([^<]*)</g)].map(
      ([, base64 = '']) => gunzipSync(Buffer.from(base64, 'base64')).toString(),
    );
    expect(packed.join('')).toContain('response.done');
    expect(text + packed.join('')).not.toMatch(/three four|hello/);
    expect(text).toContain('Turn 1');
    expect(text).toContain('The recording has no sound.');
  });

  it('shows a session without sound: tool calls, and what they were given and gave', async () => {
    const script = join(cwd, 'weather.txt');
    await writeFile(script, 'weather in Oslo\n');
    const recorded = ['run', script, '--approve', 'get_weather', '--record', join(cwd, 'typed')];
    await runProgram(recorded, { cwd });
    const { path } = await onlyRecording(join(cwd, 'typed'));
    const file = join(cwd, 'typed.html');
    const { stderr } = await inspect([path, '--html', file]);
    expect(stderr).toContain('The recording has no sound.');
    const { page, complaints, requests, close } = await openPage(browser, file);
    expect(await page.locator('#play').isDisabled()).toBe(true);
    await page.locator('.tool summary').click();
    expect(await page.getByLabel('Arguments').innerText()).toBe('{"city":"Oslo"}');
    expect(await page.getByLabel('Result').innerText()).toContain('Oslo');
    expect(await accessibilityViolations(page)).toEqual([]);
    await close();
    expect([...complaints, ...requests]).toEqual([]);
  });
});
