import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import axe from 'axe-core';
import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright-core';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/** The browser of the machine; `VOICELIVE_CHROMIUM` names another. */
function chromiumPath(): string {
  const { PATH = '', VOICELIVE_CHROMIUM } = process.env;
  const paths = PATH.split(delimiter).flatMap((folder) => names.map((name) => join(folder, name)));
  const found = VOICELIVE_CHROMIUM ?? paths.find((path) => existsSync(path));
  if (found === undefined)
    throw new Error('Tests of the page need Chromium: apt-get install chromium.');
  return found;
}

export function openBrowser(): Promise<Browser> {
  // Root, as in a container, can have no sandbox.
  const args = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  return chromium.launch({ executablePath: chromiumPath(), args });
}

/** A page from disk, with what a browser would have said or loaded because of it. */
export interface OpenPage {
  readonly page: Page;
  /** Errors, messages and dialogs: there should be none. */
  readonly complaints: readonly string[];
  /** Requests for anything but the file itself and what is in it. */
  readonly requests: readonly string[];
  readonly close: () => Promise<void>;
}

export async function openPage(
  browser: Browser,
  path: string,
  options: BrowserContextOptions = {},
): Promise<OpenPage> {
  const context = await browser.newContext({ viewport: { width: 1200, height: 900 }, ...options });
  const page = await context.newPage();
  const complaints: string[] = [];
  const requests: string[] = [];
  const own = pathToFileURL(path).href;
  page.on('console', (message) => complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('dialog', (dialog) => {
    complaints.push(dialog.message());
    void dialog.dismiss();
  });
  page.on('request', (request) => {
    const url = request.url();
    if (url !== own && !/^(?:blob|data):/.test(url)) requests.push(url);
  });
  await page.goto(own);
  if (options.javaScriptEnabled !== false) await page.locator('#player').waitFor();
  return { page, complaints, requests, close: () => context.close() };
}

/** What axe, which knows the WCAG's rules that can be checked, finds wrong. */
export async function accessibilityViolations(page: Page): Promise<readonly string[]> {
  // Evaluated, not added: the page's policy forbids foreign scripts.
  await page.evaluate(axe.source);
  const found: unknown = await page.evaluate(
    `axe.run(document).then(({ violations, passes }) => [String(passes.length), ...violations.flatMap(
      ({ id, nodes }) => nodes.map(({ target, failureSummary }) => id + ' ' + target + ': ' + failureSummary))])`,
  );
  const [passes, ...violations] = Array.isArray(found) ? found.map(String) : [];
  if (!(Number(passes) > 10)) throw new Error('axe has checked next to nothing');
  return violations;
}
