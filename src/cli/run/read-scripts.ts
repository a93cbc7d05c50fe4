import type { OptionFiles } from '../../config/options/layers.js';
import { ProblemList } from '../../config/options/problems.js';
import { readyScript, type ReadyScript } from './ready-script.js';
import { parseScript, readScript, type ReadOptions } from '../../script/read-script.js';

/**
 * Reads and plans every script, before the first one runs.
 * @param stdin of a script that is named `-`
 * @throws VoiceliveError exit code 2 with everything that is wrong in any of them
 */
export async function readScripts(
  paths: readonly string[],
  options: ReadOptions,
  flags: Readonly<Record<string, unknown>>,
  files: OptionFiles,
  stdin = '',
): Promise<readonly ReadyScript[]> {
  const ready: ReadyScript[] = [];
  const problems = new ProblemList();
  for (const path of paths)
    await problems.try(async () => {
      const script = await (path === '-'
        ? parseScript(stdin, path, options)
        : readScript(path, options));
      ready.push(await readyScript(script, flags, options.env, files));
    });
  problems.throwAny();
  return ready;
}
