import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  accessibilityViolations,
  openBrowser,
  openPage,
  type OpenPage,
} from '../helpers/browser.js';
import { writeKnown } from '../helpers/known-recording.js';
import { killProgramsAfterAll, runProgram, temporaryFolder } from '../helpers/program.js';

const cwd = temporaryFolder();
killProgramsAfterAll();
const file = join(cwd, 'page.html');
const hostile =
  'Hi</script><script>alert(1)</script><img src=http://x.example/ onerror=alert(2)> \u202eend\r\nand "more" & \u0007';
let browser: Browser;
const opened: OpenPage[] = [];

async function open(options?: Parameters<typeof openPage>[2]): Promise<OpenPage> {
  const page = await openPage(browser, file, options);
  opened.push(page);
  return page;
}

/** The position in seconds. */
async function position({ page }: OpenPage): Promise<number> {
  return Number(await page.getByRole('slider').getAttribute('aria-valuenow'));
}

beforeAll(async () => {
  await writeKnown(join(cwd, 'known'), {
    seconds: 24,
    noiseDb: -40,
    speech: [
      { fromMs: 1000, toMs: 2500, text: 'What is the weather like today?' },
      { fromMs: 6200, toMs: 6500, text: 'mhm' },
      { fromMs: 9000, toMs: 11_000, text: hostile },
    ],
    replies: [
      {
        fromMs: 3200,
        toMs: 6400,
        receivedMs: 9000,
        text: 'It is twelve degrees with light rain, and later the clouds will open.',
      },
      { fromMs: 12_000, toMs: 16_000, text: 'I will be brief: take an umbrella.' },
    ],
    options: { model: hostile },
  });
  const made = await runProgram(['inspect', 'known', '--html', file, '--audio', 'wav'], { cwd });
  expect(made).toMatchObject({ exitCode: 0, stdout: '' });
  expect(made.stderr).toMatch(/^Wrote .*page\.html: [\d.]+ MB\. With audio: WAV\.\n$/);
  browser = await openBrowser();
});

afterAll(async () => {
  // What it may not say or load, it must not have, whatever a test did.
  const said = opened.flatMap(({ complaints, requests }) => [...complaints, ...requests]);
  await browser.close();
  expect(said).toEqual([]);
  expect(opened).not.toEqual([]);
});

describe('the page of a recording', () => {
  it('is a transcript that can be read without JavaScript', async () => {
    const { page } = await open({ javaScriptEnabled: false });
    const text = await page.locator('body').innerText();
    for (const said of ['Turn 1', 'What is the weather like today?', 'take an umbrella.', 'mhm'])
      expect(text).toContain(said);
    expect(text).toMatch(/interrupted by speech · heard 3\.20 s of 9\.00 s .* false stop/);
    expect(await page.locator('.said s').innerText()).toContain('clouds will open');
    expect(await page.getByRole('button').count()).toBe(0);
    expect(await page.getByRole('img', { name: 'Sound of both sides' }).isVisible()).toBe(true);
  });

  it('shows what a recording holds as text, with what cannot be seen as escapes', async () => {
    const { page } = await open();
    expect(await page.locator('img').count()).toBe(0);
    const said = await page.locator('.said', { hasText: 'Hi<' }).innerText();
    expect(said).toContain('Hi</script><script>alert(1)</script><img');
    expect(said).toContain('\\u202eend\nand "more" & \\u0007');
    const source = await readFile(file, 'utf8');
    expect(source).not.toContain(hostile.slice(0, 20));
    expect(source).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u202a-\u202e]/);
  });

  it('plays and pauses, seeks, and jumps between turns, words and interruptions by keys', async () => {
    const it = await open();
    const { page } = it;
    await page.keyboard.press('ArrowRight');
    expect(await position(it)).toBe(5);
    await page.keyboard.press(']');
    expect(await page.locator('#position').innerText()).toMatch(/^0:06\.[12] \/ 0:24\.0$/);
    await page.keyboard.press('Shift+ArrowRight');
    expect(await position(it)).toBe(9);
    await page.keyboard.press('Shift+ArrowLeft');
    await page.keyboard.press('Shift+ArrowLeft');
    await page.keyboard.press('.');
    expect(await page.locator('.word.heard').innerText()).toBe('is');
    await page.keyboard.press(',');
    expect(await page.locator('.word.heard').innerText()).toBe('What');
    await page.keyboard.press(' ');
    const button = page.locator('#play');
    await expect.poll(() => button.innerText()).toBe('Pause');
    await expect.poll(() => page.locator('.word.heard').innerText()).toBe('the');
    await page.keyboard.press(' ');
    await expect.poll(() => button.innerText()).toBe('Play');
    const at = await page.locator('#position').innerText();
    await page.keyboard.press('ArrowLeft');
    expect(await position(it)).toBe(0);
    expect(at).not.toMatch(/^0:00/);
  });

  it('plays from a word, from a time and from a place on the time line that is clicked', async () => {
    const it = await open();
    const { page } = it;
    await page.locator('.word', { hasText: 'umbrella' }).click();
    await expect.poll(() => page.locator('#play').innerText()).toBe('Pause');
    expect(await position(it)).toBeGreaterThanOrEqual(14);
    await page.locator('#play').click();
    await page.getByRole('button', { name: 'Play from 0:03' }).first().click();
    await expect.poll(() => position(it)).toBeLessThan(6);
    await page.locator('#play').click();
    await expect.poll(() => page.locator('#play').innerText()).toBe('Play');
    const box = await page.locator('#view canvas').last().boundingBox();
    await page.mouse.click((box?.x ?? 0) + (box?.width ?? 0) * 0.75, (box?.y ?? 0) + 60);
    expect(await position(it)).toBe(18);
  });

  it('zooms by keys and buttons, around the position', async () => {
    const { page } = await open();
    const shown = page.locator('#whole');
    await page.keyboard.press('Shift+ArrowRight');
    await page.keyboard.press('Shift+ArrowRight');
    await page.keyboard.press('+');
    const [from, to] = (await shown.innerText()).split(' – ');
    expect(from).toMatch(/^0:03\.[01]$/);
    expect(to).toMatch(/^0:15\.[01]$/);
    await page.getByRole('button', { name: 'Whole' }).click();
    expect(await shown.innerText()).toBe('0:00.0 – 0:24.0');
  });

  it('filters events by keys and shows their JSON', async () => {
    const it = await open();
    const { page } = it;
    const rows = page.locator('#rows').getByRole('option');
    await page.keyboard.press('/');
    await page.keyboard.type('response.done -cancelled');
    await page.keyboard.press('Enter');
    expect(await page.locator('#matches').innerText()).toMatch(/^1 of \d+$/);
    expect(await rows.count()).toBe(1);
    const json = page.locator('#json');
    await expect.poll(() => json.innerText()).toContain('"status": "completed"');
    await page.keyboard.press('Enter');
    expect(await position(it)).toBe(12);
    await page.keyboard.press('Shift+Tab');
    await page.keyboard.press('Shift+Tab');
    await page.keyboard.type('transcription.completed Hi');
    await page.keyboard.press('Enter');
    await expect.poll(() => json.innerText()).toContain('\\u202eend\\r\\nand');
    await page.locator('#filter').fill('');
    await page.locator('#filter-kind').selectOption('out');
    for (const type of await page.locator('.row .type').allInnerTexts())
      expect(type).toMatch(/^(?:input_audio_buffer|session)/);
  });

  it.each(['light', 'dark'] as const)('has no accessibility violations (%s)', async (scheme) => {
    const { page } = await open({ colorScheme: scheme });
    await page.keyboard.press('?');
    await page.locator('#rows').getByRole('option').first().click();
    expect(await accessibilityViolations(page)).toEqual([]);
  });

  it('is light or dark as the system is, or as is chosen', async () => {
    const { page } = await open({ colorScheme: 'dark' });
    const ground = async (): Promise<unknown> =>
      page.evaluate('getComputedStyle(document.body).backgroundColor');
    expect(await ground()).toBe('rgb(22, 24, 28)');
    await page.keyboard.press('t');
    expect(await ground()).toBe('rgb(255, 255, 255)');
    await page.getByRole('button', { name: 'Dark' }).click();
    expect(await ground()).toBe('rgb(22, 24, 28)');
  });

  it('prints as a document: no controls, everything that was said', async () => {
    const { page } = await open({ colorScheme: 'dark' });
    await page.emulateMedia({ media: 'print' });
    expect(await page.getByRole('img', { name: 'Sound of both sides' }).isVisible()).toBe(true);
    for (const id of ['#player', '#view', '#events'])
      expect(await page.locator(id).isVisible()).toBe(false);
    expect(await page.evaluate('getComputedStyle(document.body).backgroundColor')).toBe(
      'rgb(255, 255, 255)',
    );
    const pdf = await page.pdf({ format: 'A4' });
    expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
  });

  it('fits on a small screen without scrolling sideways', async () => {
    const { page } = await open({ viewport: { width: 360, height: 640 } });
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(360);
  });
});
