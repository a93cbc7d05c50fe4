import { execFile } from 'node:child_process';
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Browser } from 'playwright-core';
import { openBrowser, openPage } from '../../test/helpers/browser.js';
import { percentile, tenth, type Figure } from './figures.js';
import { writeHour } from './hour-recording.js';
import { programPath } from './terminal-program.js';

const run = promisify(execFile);
const runs = 5;
/** From the start of the navigation. */
const paintMs = `performance.getEntriesByName('first-contentful-paint')[0].startTime`;
/** From the start of the navigation to here: the page's script is ready. */
const readyMs = 'performance.now()';

interface Opening {
  readonly paintMs: number;
  readonly readyMs: number;
}

async function open(browser: Browser, path: string): Promise<Opening> {
  const { page, close } = await openPage(browser, path);
  const ready = Number(await page.evaluate(readyMs));
  const paint = Number(await page.evaluate(paintMs));
  await close();
  return { paintMs: paint, readyMs: ready };
}

async function openings(browser: Browser, path: string): Promise<Opening> {
  const all: Opening[] = [];
  for (let n = 0; n < runs; n += 1) all.push(await open(browser, path));
  const median = (of: keyof Opening): number =>
    percentile(
      all.map((each) => each[of]),
      0.5,
    );
  return { paintMs: median('paintMs'), readyMs: median('readyMs') };
}

/** E3: the page of a long recording, without audio and with Opus, against a page that is next to empty. */
export async function pageSpeed(seconds: number): Promise<readonly Figure[]> {
  const root = await mkdtemp(join(tmpdir(), 'voicelive-page-'));
  const browser = await openBrowser();
  try {
    const recording = join(root, 'hour');
    const { inputs } = await writeHour(recording, seconds);
    const make = async (audio: string): Promise<string> => {
      const path = join(root, `${audio}.html`);
      const args = ['inspect', recording, '--html', path, '--audio', audio];
      await run(process.execPath, [programPath, ...args]);
      return path;
    };
    const [none, opus] = [await make('none'), await make('opus')];
    const empty = join(root, 'empty.html');
    await writeFile(empty, '<!doctype html><title>empty</title><p id="player">empty</p>');
    const control = await openings(browser, empty);
    const page = await openings(browser, none);
    const heard = await openings(browser, opus);
    const mb = (await stat(none)).size / 1e6;
    const opusMb = (await stat(opus)).size / 1e6;
    const ms = (value: number): string => `${Math.round(value)} ms`;
    return [
      {
        id: 'E3',
        what: `first paint of the page of an hour (${inputs} inputs)`,
        target: '≤ 1.5 s',
        result: `${ms(page.paintMs)}, its script ready after ${ms(page.readyMs)}; with Opus ${ms(heard.paintMs)} and ${ms(heard.readyMs)}; an empty page ${ms(control.paintMs)} (medians of ${runs})`,
        met: Math.max(page.paintMs, heard.paintMs) <= 1500,
        values: { ...page, opusPaintMs: heard.paintMs, emptyPaintMs: control.paintMs },
      },
      {
        id: 'E3',
        what: 'its size',
        target: '≤ 3 MB and the audio',
        result: `${tenth(mb)} MB; with Opus ${tenth(opusMb)} MB`,
        met: mb <= 3,
        values: { mb, opusMb },
      },
    ];
  } finally {
    await browser.close();
    await rm(root, { recursive: true, force: true });
  }
}
