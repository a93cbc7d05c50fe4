/** A user's message of a text script, and the line it stands on. */
export interface ScriptLine {
  readonly lineNumber: number;
  readonly text: string;
}

/** Reads a plain text script: one message a line; blank lines and lines that begin with `#` are left out. */
export function parseTextScript(source: string): readonly ScriptLine[] {
  return source
    .replace(/^\uFEFF/, '')
    .split(/\r\n|\n|\r/)
    .map((line, index) => ({ lineNumber: index + 1, text: line.trim() }))
    .filter(({ text }) => text !== '' && !text.startsWith('#'));
}
