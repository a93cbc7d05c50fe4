import { readTextFile } from '../../documents/text-file.js';
import { parseTextScript } from '../../script/text-script.js';
import type { Script } from '../../script/model/script.js';
import { exitCodes, VoiceliveError } from '../../shared/errors.js';

export interface ReadOptions {
  readonly vars: Readonly<Record<string, string>>;
  readonly env: NodeJS.ProcessEnv;
}

export function readScript(path: string, options: ReadOptions): Script {
  return parseScript(readTextFile(path, 'argument <script>'), path, options);
}

export function parseScript(text: string, file: string, _options: ReadOptions): Script {
  const { lines, problems } = parseTextScript(text);
  if (problems.length > 0)
    throw new VoiceliveError(problems.join('\n'), { code: 'x', exitCode: exitCodes.usage });
  return {
    name: file,
    file,
    options: {},
    checks: [],
    steps: lines.map(({ intent, lineNumber }) => ({
      place: { file, line: lineNumber, column: 1 },
      action: { type: 'intent', intent },
      at: { type: 'settled' },
      checks: [],
    })),
  };
}

export function isYamlScript(path: string, source: string): boolean {
  return /\.ya?ml$/i.test(path) || /^[A-Za-z_$][\w$-]*:(?:\s|$)/.test(source);
}
