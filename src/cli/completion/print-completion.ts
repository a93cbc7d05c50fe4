import type { Command } from 'commander';
import { sanitise } from '../../shared/sanitise.js';
import { stdout } from '../terminal/standard-streams.js';
import { complete } from './complete.js';
import { dynamicValues } from './dynamic-values.js';

/**
 * `voicelive __complete WORD…`, for the scripts of the shells: a line that says whether names of files fit, too, then a line
 * for each candidate, with a tab before its description.
 */
export async function printCompletion(program: Command, words: readonly string[]): Promise<void> {
  const { files, candidates } = await complete(program, words, dynamicValues);
  const lines = candidates.map(({ text, about }) =>
    [text, about]
      .filter((part) => part !== undefined)
      .map((part) => sanitise(part))
      .join('\t'),
  );
  stdout.write(`${[files ? 'files' : 'words', ...lines].join('\n')}\n`);
}
