import { text } from 'node:stream/consumers';
import { conflict } from '../../config/options/problems.js';
import { resolveOptions, type ResolvedOptions } from '../../config/options/resolve-options.js';
import { readTextFile } from '../../documents/text-file.js';
import { parseTextScript, type ScriptLine } from '../../script/text-script.js';
import { answeredTurn } from '../../script/turns.js';
import type { SessionView } from '../../session/view.js';
import { exitCodes, VoiceliveError } from '../../shared/errors.js';
import { runSession } from '../session/run-session.js';
import { printLines } from '../terminal/line-mode.js';
import { writeDiagnostic } from '../terminal/report.js';
import { givenSoundFlag } from '../sound-flags.js';

/** Options of `run` that are not those of a session. */
export interface RunOptions {
  readonly from?: string;
  readonly matrix?: readonly string[];
}

/** `voicelive run`: a script, or the user of a recording again. */
export async function run(
  script: string | undefined,
  options: RunOptions,
  flags: Readonly<Record<string, unknown>>,
): Promise<number> {
  checkChoice(script, options);
  if (options.from !== undefined) {
    const { runFrom } = await import('./run-from.js');
    return runFrom(options.from, options.matrix, flags);
  }
  const sound = givenSoundFlag(flags);
  if (sound !== undefined)
    throw conflict(`${sound} needs --from.`, 'A script is run in text, without audio.');
  const resolved = resolveOptions({ flags: { ...flags, text: true }, env: process.env });
  return runScript(script ?? '-', resolved);
}

/** @throws VoiceliveError exit code 2 unless there is either a script or a recording */
function checkChoice(script: string | undefined, { from, matrix }: RunOptions): void {
  if (matrix !== undefined && from === undefined)
    throw conflict('--matrix needs --from.', 'Add --from with the folder of a recording.');
  if ((script === undefined) === (from === undefined))
    throw conflict(
      script === undefined
        ? 'Neither a script nor a recording was named.'
        : 'A script cannot be combined with --from.',
      'Name a script, - for stdin, or --from with the folder of a recording.',
    );
}

/** One line after the other, turn or command, without any sound; 0 when every turn was answered. */
async function runScript(file: string, resolved: ResolvedOptions): Promise<number> {
  const lines = await readScript(file);
  return runSession(resolved, { canAsk: false, microphone: 'none' }, (session) => ({
    close: resolved.values.json ? () => Promise.resolve() : printLines(session),
    left: everyTurn(session, file, lines),
  }));
}

async function everyTurn(
  session: SessionView,
  file: string,
  lines: readonly ScriptLine[],
): Promise<number> {
  let exitCode: number = exitCodes.ok;
  for (const { intent, lineNumber } of lines) {
    if (await answeredTurn(session, intent)) continue;
    if (session.getState().connection.phase === 'closed') break;
    writeDiagnostic(`voicelive: ${file}:${lineNumber}: the turn was not answered.`);
    exitCode = exitCodes.session;
  }
  return exitCode;
}

/** @throws VoiceliveError exit code 2 for a script that cannot be read, has mistakes or is empty */
async function readScript(file: string): Promise<readonly ScriptLine[]> {
  const source = file === '-' ? await text(process.stdin) : readTextFile(file, 'argument <script>');
  const { lines, problems } = parseTextScript(source);
  if (problems.length > 0) {
    const list = problems.map((problem) => `${file}, ${problem}`).join('\n');
    throw new VoiceliveError(list, {
      code: 'script-command',
      hint: 'A line that starts with / is a command. Start a message with // for a slash.',
      exitCode: exitCodes.usage,
    });
  }
  if (lines.length === 0) {
    throw new VoiceliveError(`The script ${file} has no messages.`, {
      code: 'script-empty',
      hint: 'Write one user message per line. Lines that start with # are comments.',
      exitCode: exitCodes.usage,
    });
  }
  return lines;
}
