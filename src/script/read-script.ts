import { readTextFile } from '../documents/text-file.js';
import type { Script } from './model/script.js';
import { isYamlScript } from './script-kind.js';
import { textScript } from './text-script.js';

export interface ReadOptions {
  /** Of `--var`: above the script's own. */
  readonly vars: Readonly<Record<string, string>>;
  /** For `${env:NAME}`. */
  readonly env: Readonly<Record<string, string | undefined>>;
}

/**
 * Reads a script, YAML or text.
 * @throws VoiceliveError exit code 2 when it cannot be read, or with everything that is wrong in it
 */
export function readScript(path: string, options: ReadOptions): Promise<Script> {
  return parseScript(readTextFile(path, 'argument <script>'), path, options);
}

/**
 * The script in a text. `path` names it in errors; files that it names are found from the folder of `path`.
 * @throws VoiceliveError exit code 2 with everything that is wrong in it
 */
export async function parseScript(
  text: string,
  path: string,
  options: ReadOptions,
): Promise<Script> {
  if (!isYamlScript(text, path)) return textScript(text, path);
  // A text script needs neither YAML nor the shapes of the protocol.
  const { compileScript } = await import('./language/compile-script.js');
  const overrides = new Map(Object.entries(options.vars));
  const files = new Set<string>();
  return compileScript(text, path, { variables: new Map(), overrides, env: options.env, files });
}
