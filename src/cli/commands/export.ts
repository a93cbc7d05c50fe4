import { access, realpath, rm } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { folderOf } from '../../analysis/inspect-recording.js';
import { captionsOf } from '../../export/captions.js';
import type { FormatName, FormatRow } from '../../export/format-table.js';
import { formatTable } from '../../export/format-table.js';
import { writeMonoWavs } from '../../export/mono-wavs.js';
import { redactedLog } from '../../export/redacted-log.js';
import { writeSilentWav } from '../../export/silent-wav.js';
import { openSource, type ExportSource } from '../../export/source.js';
import { gathered, makeFolder, writeTarget, writeText } from '../../export/target.js';
import { textFormats } from '../../export/text-formats.js';
import { shortcomings } from '../../replay/shortcomings.js';
import { VoiceliveError, exitCodes } from '../../shared/errors.js';
import { makeFolders } from '../../shared/make-folders.js';
import { withRecording } from '../recordings/with-recording.js';
import { stdout } from '../terminal/standard-streams.js';
import { writeDiagnostic } from '../terminal/report.js';
import { programVersion } from '../version.js';

/** Options of `export`, as commander gives them. */
export interface ExportOptions {
  readonly format: FormatName;
  readonly output?: string;
  readonly redact?: boolean;
  readonly force?: boolean;
}

interface Order {
  readonly folder: string;
  readonly source: ExportSource;
  readonly output: string | undefined;
  readonly redact: boolean;
  readonly force: boolean;
}

/** What waits for a reader of stdout before the recording is read further. */
const maxWaitingBytes = 1024 * 1024;

/** `voicelive export DIR --format F`: a recording in the form of another program. */
export async function exportRecording(path: string, options: ExportOptions): Promise<number> {
  checkTogether(options.format, options.output, options.redact ?? false);
  return withRecording(path, (place) => exportPlace(place, path, options));
}

/** @param place where the recording is, unpacked if `path` is a zip file */
async function exportPlace(
  place: string,
  path: string,
  { format, output, redact = false, force = false }: ExportOptions,
): Promise<number> {
  if (format === 'recording') {
    await exportCopy(place, output ?? '');
    return exitCodes.ok;
  }
  const row = formatTable.find(({ name }) => name === format);
  // What is not made of the report need not pay for a redacted one.
  const options = { program: programVersion(), redact: redact && row?.result === 'text' };
  const { folder, source } = await openSource(place, path, options);
  for (const note of source.report.notes) writeDiagnostic(`voicelive: ${note}`);
  if (row !== undefined) checkSources(path, row, source);
  if (format === 'srt' && captionsOf(source.report).some(({ timing }) => timing === 'estimated'))
    writeDiagnostic('voicelive: The times of captions are estimated from the length of words.');
  const order: Order = { folder, source, output, redact, force };
  // Beside what was named: an unpacked folder is removed.
  const beside = place === path ? folder : dirname(path);
  if (format === 'wav') await exportWavs({ ...order, output: output ?? beside });
  else await exportText(order, textFormats[format](source));
  return exitCodes.ok;
}

async function exportText(
  { folder, output, force }: Order,
  pieces: AsyncIterable<string> | Iterable<string>,
): Promise<void> {
  const all = (async function* () {
    yield* pieces;
  })();
  if (output !== undefined && output !== '-') {
    await refuseSource(folder, output);
    await writeTarget(output, { force }, (file) => writeText(file, all));
    return;
  }
  for await (const piece of gathered(all)) {
    stdout.write(piece);
    await stdout.room(maxWaitingBytes);
  }
  await stdout.room(0);
}

/** Two files in a folder, by default that of the recording. */
async function exportWavs({
  folder,
  output,
  redact,
  force,
}: Order & { readonly output: string }): Promise<void> {
  const [you, bot] = [join(output, 'you.wav'), join(output, 'bot.wav')];
  if (output !== folder) await makeFolders(output);
  await writeTarget(you, { force }, (user) =>
    writeTarget(bot, { force }, (assistant) =>
      writeMonoWavs(join(folder, 'session.wav'), { user, assistant }, redact),
    ),
  );
  stdout.write(`${you}\n${bot}\n`);
}

/** A copy needs no report, which would take as long as the copy itself. */
async function exportCopy(path: string, output: string): Promise<void> {
  const folder = await folderOf(path);
  await makeFolder(output);
  const target = (name: string): string => join(output, name);
  try {
    const log = redactedLog(join(folder, 'events.jsonl'), (start, account) => {
      for (const note of shortcomings(start, account)) writeDiagnostic(`voicelive: ${note}`);
    });
    await writeTarget(target('events.jsonl'), { force: false }, (file) => writeText(file, log));
    const wav = join(folder, 'session.wav');
    if (await isThere(wav))
      await writeTarget(target('session.wav'), { force: false }, (file) =>
        writeSilentWav(wav, file),
      );
    else writeDiagnostic(`voicelive: There is no ${wav}: the copy has no sound either.`);
  } catch (cause) {
    await rm(output, { recursive: true });
    throw cause;
  }
  stdout.write(`${output}\n`);
}

function isThere(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

function checkTogether(format: FormatName, output: string | undefined, redact: boolean): void {
  if (format === 'recording' && (!redact || output === undefined || output === '-'))
    throw usage(
      '--format recording needs --redact, and --output with the name of a new folder.',
      'Copy the folder to share everything in it.',
    );
  if (format === 'wav' && output === '-')
    throw usage('--format wav writes two files, not to stdout.', 'Name a folder with --output.');
}

function checkSources(path: string, { name, needs }: FormatRow, { report }: ExportSource): void {
  const { log, sound } = report.sources;
  if (needs === 'log' && !log)
    throw usage(
      `--format ${name} needs the event log of ${path}.`,
      'Without one, wav, json, audacity and trace have what can be heard.',
    );
  if (needs === 'sound' && !sound)
    throw usage(`--format ${name} needs a session.wav with sound in ${path}.`, undefined);
}

/** The recording itself is never replaced, not by --force either. */
async function refuseSource(folder: string, output: string): Promise<void> {
  const target = await realpath(output).catch(() => resolve(output));
  const own = await realpath(folder);
  if (dirname(target) === own && ['events.jsonl', 'session.wav'].includes(basename(target)))
    throw usage(`${output} is part of the recording.`, 'Choose another --output.');
}

function usage(sentence: string, hint: string | undefined): VoiceliveError {
  return new VoiceliveError(sentence, {
    code: 'export-not-possible',
    ...(hint === undefined ? {} : { hint }),
    exitCode: exitCodes.usage,
  });
}
