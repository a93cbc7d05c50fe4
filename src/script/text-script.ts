import { basename } from 'node:path';
import { parseCommand } from '../session/commands/commands.js';
import type { Intent } from '../session/inputs.js';
import { exitCodes, VoiceliveError } from '../shared/errors.js';
import type { Script, Step } from './model/script.js';

/** A line of a text script, read, and where it stands. */
export interface ScriptLine {
  readonly lineNumber: number;
  readonly intent: Intent;
}

export interface TextScript {
  readonly lines: readonly ScriptLine[];
  /** Invalid lines, each with its number and the reason. */
  readonly problems: readonly string[];
}

/**
 * Reads a plain text script: one message a line; blank lines and lines that start with `#` are skipped. A line that
 * starts with `/` is a command, as in the text box; `//` starts a message with a slash. The script ends at `/quit`.
 */
export function parseTextScript(source: string): TextScript {
  const lines: ScriptLine[] = [];
  const problems: string[] = [];
  const all = source.replace(/^\uFEFF/, '').split(/\r\n|\n|\r/);
  for (const [index, line] of all.entries()) {
    const text = line.trim();
    if (text === '' || text.startsWith('#')) continue;
    const command = parseCommand(text);
    if (command.kind === 'quit') break;
    const lineNumber = index + 1;
    if (command.kind === 'intent') lines.push({ lineNumber, intent: command.intent });
    if (command.kind === 'screen')
      problems.push(`line ${lineNumber}: /${command.name} works on the full screen only.`);
    if (command.kind === 'problem') problems.push(`line ${lineNumber}: ${command.text}`);
  }
  return { lines, problems };
}

/** The lines as steps. */
export function textSteps({ lines }: TextScript, file: string): readonly Step[] {
  return lines.map(({ lineNumber, intent }) => ({
    place: { file, line: lineNumber, column: 1 },
    action: { type: 'intent', intent },
    at: { type: 'settled' },
    checks: [],
  }));
}

/**
 * A text script, without checks.
 * @throws VoiceliveError exit code 2 for one that has mistakes or is empty
 */
export function textScript(source: string, file: string): Script {
  const script = parseTextScript(source);
  checkTextScript(script, file);
  return { name: basename(file), file, options: {}, steps: textSteps(script, file), checks: [] };
}

/** @throws VoiceliveError exit code 2 for a text script that has mistakes or is empty */
export function checkTextScript({ lines, problems }: TextScript, file: string): void {
  if (problems.length > 0) {
    const list = problems.map((problem) => `${file}, ${problem}`).join('\n');
    throw new VoiceliveError(list, {
      code: 'script-command',
      hint: 'A line that starts with / is a command. Start a message with // for a slash.',
      exitCode: exitCodes.usage,
    });
  }
  if (lines.length > 0) return;
  throw new VoiceliveError(`The script ${file} has no messages.`, {
    code: 'script-empty',
    hint: 'Write one user message per line. Lines that start with # are comments.',
    exitCode: exitCodes.usage,
  });
}
