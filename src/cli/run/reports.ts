import { access, constants, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { LineAt } from '../../script/check/failure-text.js';
import { junitXml } from '../../script/run/junit.js';
import type { RunResults } from '../../script/run/run-results.js';
import { exitCodes, messageOf, VoiceliveError } from '../../shared/errors.js';
import { makeFolders } from '../../shared/make-folders.js';
import { safeJson } from '../../shared/safe-json.js';
import { writeDiagnostic } from '../terminal/report.js';

/** Where reports go. */
export interface ReportPlaces {
  readonly junit?: string;
  readonly report?: string;
}

/**
 * Makes the folders of the reports, before anything runs.
 * @throws VoiceliveError exit code 2 where nothing can be written
 */
export async function prepareReports({ junit, report }: ReportPlaces): Promise<void> {
  if (junit !== undefined) await prepareFolder('--junit', dirname(junit));
  if (report !== undefined) await prepareFolder('--report', report);
}

/** Writes what was asked for; an incomplete run is reported as far as it came. */
export async function writeReports(
  { junit, report }: ReportPlaces,
  run: RunResults,
  lineAt: LineAt,
): Promise<void> {
  if (junit !== undefined) await writeWhole(junit, junitXml(run, lineAt));
  if (report === undefined) return;
  await writeWhole(
    join(report, 'results.jsonl'),
    [...run.results, ...run.repeats].map((each) => `${safeJson(each)}\n`).join(''),
  );
  const { writeReportPages } = await import('./report-pages.js');
  const index = await writeReportPages(report, run, lineAt);
  await writeWhole(join(report, 'index.html'), index);
  writeDiagnostic(`report     ${join(report, 'index.html')}`);
}

async function prepareFolder(flag: string, folder: string): Promise<void> {
  try {
    await makeFolders(folder);
    await access(folder, constants.W_OK);
  } catch (thrown) {
    throw new VoiceliveError(`${flag}: cannot write into ${folder}: ${messageOf(thrown)}.`, {
      code: 'report-folder',
      hint: 'Name a folder that can be written.',
      exitCode: exitCodes.usage,
      cause: thrown,
    });
  }
}

/** A reader never finds half a file. */
async function writeWhole(path: string, content: string): Promise<void> {
  const temporary = `${path}.${String(process.pid)}.tmp`;
  await writeFile(temporary, content);
  await rename(temporary, path);
}
