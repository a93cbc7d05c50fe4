import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { configPath } from '../../config/files/config-folder.js';
import { exitCodes, messageOf, VoiceliveError } from '../../shared/errors.js';
import { configTemplate } from '../config/config-template.js';
import { schemas } from '../config/schemas.js';
import { stdout } from '../terminal/standard-streams.js';

/**
 * `voicelive config init`: writes a configuration file in which everything is commented out, and its schema for editors.
 * @throws VoiceliveError exit code 2 for a file that exists, or a folder that cannot be written
 */
export function configInit(): number {
  const path = configPath(process.env);
  if (existsSync(path))
    throw failure(`${path} exists already.`, 'Edit it; voicelive config show lists what applies.');
  try {
    mkdirSync(dirname(path), { recursive: true });
    // Values of headers may be secrets.
    writeFileSync(path, configTemplate(), { flag: 'wx', mode: 0o600 });
    const schema = JSON.stringify(schemas.config(), undefined, 2);
    writeFileSync(join(dirname(path), 'config.schema.json'), `${schema}\n`);
  } catch (thrown) {
    throw failure(
      `${path} cannot be written: ${messageOf(thrown)}`,
      'Check the permissions of its folder.',
    );
  }
  stdout.write(`${path}\n`);
  return exitCodes.ok;
}

function failure(sentence: string, hint: string): VoiceliveError {
  return new VoiceliveError(sentence, { code: 'config-init', hint, exitCode: exitCodes.usage });
}
