import { parseCommand } from '../session/commands/commands.js';
import type { Intent } from '../session/inputs.js';

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
