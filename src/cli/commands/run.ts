import { statSync } from 'node:fs';
import { conflict } from '../../config/options/problems.js';
import type { OptionFiles } from '../../config/options/layers.js';
import { resolveOptions, type ResolvedOptions } from '../../config/options/resolve-options.js';
import { readTextFile } from '../../documents/text-file.js';
import { checkTextScript, parseTextScript, type ScriptLine } from '../../script/text-script.js';
import { answeredTurn } from '../../script/turns.js';
import { unansweredReason } from '../../script/unanswered.js';
import type { SessionView } from '../../session/view.js';
import { exitCodes } from '../../shared/errors.js';
import { runSession } from '../session/run-session.js';
import { printLines } from '../terminal/line-mode.js';
import { writeDiagnostic } from '../terminal/report.js';
import { givenSoundFlag } from '../sound-flags.js';
import { isYamlScript } from '../../script/script-kind.js';
import { givenScriptFlag, readRunSettings, type ScriptOptions } from '../run/run-options.js';

/** Options of `run` that are not those of a session. */
export interface RunOptions extends ScriptOptions {
  readonly from?: string;
  readonly matrix?: readonly string[];
}

/**
 * `voicelive run`: scripts, or the user of a recording again. A single plain text script without options for several is
 * a conversation, whose replies are printed; everything else is a run of scripts with results.
 */
export async function run(
  scripts: readonly string[],
  options: RunOptions,
  flags: Readonly<Record<string, unknown>>,
  files: OptionFiles,
): Promise<number> {
  checkChoice(scripts, options);
  if (options.from !== undefined) {
    const { runFrom } = await import('./run-from.js');
    return runFrom(options.from, options.matrix, flags, files);
  }
  const [script = '-', ...others] = scripts;
  const isOne = others.length === 0 && givenScriptFlag(options) === undefined;
  const source = isOne ? await plainSource(script) : undefined;
  if (source?.isPlain !== true) {
    const { runScripts } = await import('../run/run-scripts.js');
    const settings = readRunSettings(options, process.env);
    const needsStdin = scripts.includes('-');
    const stdin = source?.text ?? (needsStdin ? await stdinText() : '');
    return runScripts(scripts, settings, flags, files, stdin);
  }
  const sound = givenSoundFlag(flags);
  if (sound !== undefined)
    throw conflict(`${sound} needs --from.`, 'A script is run in text, without audio.');
  const resolved = resolveOptions({
    flags: { ...flags, text: true },
    env: process.env,
    files,
    command: 'run',
  });
  return runScript(script, source.text, resolved);
}

/** @throws VoiceliveError exit code 2 unless there is either a script or a recording */
function checkChoice(scripts: readonly string[], options: RunOptions): void {
  const { from, matrix } = options;
  if (matrix !== undefined && from === undefined)
    throw conflict('--matrix needs --from.', 'Add --from with the folder of a recording.');
  const isNamed = scripts.length > 0;
  const scriptFlag = givenScriptFlag(options);
  if (from !== undefined && scriptFlag !== undefined)
    throw conflict(`${scriptFlag} cannot be combined with --from.`, 'Leave one of them out.');
  if (isNamed === (from !== undefined))
    throw conflict(
      !isNamed
        ? 'Neither a script nor a recording was named.'
        : 'A script cannot be combined with --from.',
      'Name a script, - for stdin, or --from with the folder of a recording.',
    );
}

/** Without `node:stream/consumers`, which loads the web streams. */
async function stdinText(): Promise<string> {
  let text = '';
  for await (const piece of process.stdin.setEncoding('utf8')) text += String(piece);
  return text;
}

/**
 * The text of a single script; undefined where a name may stand for several.
 * @throws VoiceliveError exit code 2 for a script that cannot be read
 */
async function plainSource(
  script: string,
): Promise<{ readonly text: string; readonly isPlain: boolean } | undefined> {
  if (script === '-') {
    const source = await stdinText();
    return { text: source, isPlain: !isYamlScript(source, script) };
  }
  const found = statSync(script, { throwIfNoEntry: false });
  if (found?.isFile() === true || (found === undefined && !/[*?[\]{}()!]/.test(script))) {
    const source = readTextFile(script, 'argument <script>');
    return { text: source, isPlain: !isYamlScript(source, script) };
  }
  return undefined;
}

/** One line after the other, turn or command, without any sound; 0 when every turn was answered. */
async function runScript(file: string, source: string, resolved: ResolvedOptions): Promise<number> {
  const script = parseTextScript(source);
  checkTextScript(script, file);
  return runSession(resolved, { canAsk: false, microphone: 'none' }, (session) => ({
    close: resolved.values.json ? () => Promise.resolve() : printLines(session),
    left: everyTurn(session, file, script.lines),
  }));
}

async function everyTurn(
  session: SessionView,
  file: string,
  lines: readonly ScriptLine[],
): Promise<number> {
  let exitCode: number = exitCodes.ok;
  for (const { intent, lineNumber } of lines) {
    const { nextLogSequence } = session.getState();
    if (await answeredTurn(session, intent)) continue;
    if (session.getState().connection.phase === 'closed') break;
    const reason = unansweredReason(session.getState(), nextLogSequence);
    writeDiagnostic(`voicelive: ${file}:${lineNumber}: ${reason}`);
    exitCode = exitCodes.session;
  }
  return exitCode;
}
