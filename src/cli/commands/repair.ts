import { mkdir, rmdir } from 'node:fs/promises';
import type { Finding } from '../../recording/repair/finding.js';
import { repairRecording } from '../../recording/repair/repair-recording.js';
import { checkReadable } from '../../recording/reader.js';
import { isZip, unpack } from '../../recording/zip/unpack.js';
import { exitCodes, messageOf, VoiceliveError } from '../../shared/errors.js';
import { sanitise } from '../../shared/sanitise.js';
import { withRecording } from '../recordings/with-recording.js';
import { reportFailure } from '../terminal/report.js';
import { stdout } from '../terminal/standard-streams.js';
import { failureOf } from '../../session/controller/failure.js';

const words: Readonly<Record<Finding['kind'], string>> = {
  mended: 'mended',
  lost: 'lost',
  left: 'left as it is',
};

/** `voicelive repair DIR…`: mends recordings one after the other. The exit code is that of the first one that failed. */
export async function repair(
  paths: readonly string[],
  { dryRun = false }: { readonly dryRun?: boolean },
): Promise<number> {
  let exitCode: number = exitCodes.ok;
  for (const path of paths) {
    try {
      const { folder, findings } = await repaired(path, dryRun);
      report(folder, findings, dryRun);
    } catch (thrown) {
      if (!(thrown instanceof VoiceliveError)) throw thrown;
      const failed = reportFailure(failureOf(thrown));
      if (exitCode === exitCodes.ok) exitCode = failed;
    }
  }
  return exitCode;
}

/** What is in a zip file is mended in a folder beside it. */
async function repaired(
  path: string,
  dryRun: boolean,
): Promise<{ readonly folder: string; readonly findings: readonly Finding[] }> {
  await checkReadable(path);
  if (!(await isZip(path))) return { folder: path, findings: await repairRecording(path, dryRun) };
  const found = await withRecording(path, (folder) => repairRecording(folder, true));
  if (dryRun || found.length === 0) return { folder: path, findings: found };
  const folder = path.replace(/(\.zip)?$/i, '-repaired');
  try {
    await mkdir(folder, { mode: 0o700 });
  } catch (thrown) {
    throw new VoiceliveError(`${path} is mended in a folder of its own: ${messageOf(thrown)}.`, {
      code: 'repair-folder',
      hint: `Delete or rename ${folder}.`,
      exitCode: exitCodes.usage,
      cause: thrown,
    });
  }
  try {
    await unpack(path, folder);
  } catch (thrown) {
    await rmdir(folder).catch(() => undefined);
    throw thrown;
  }
  return { folder, findings: await repairRecording(folder, false) };
}

function report(folder: string, findings: readonly Finding[], dryRun: boolean): void {
  const lines =
    findings.length === 0
      ? ['nothing to mend']
      : findings.map(({ kind, text }) => {
          const word = dryRun && kind === 'mended' ? 'to mend' : words[kind];
          return `${word}: ${text}`;
        });
  for (const line of lines) stdout.write(`${sanitise(`${folder}  ${line}`)}\n`);
}
