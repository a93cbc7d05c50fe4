import { conflict } from '../../config/options/problems.js';
import { exitCodes } from '../../shared/errors.js';
import { schemas, type FileKind } from '../config/schemas.js';
import { stdout } from '../terminal/standard-streams.js';

/** Options of `config schema`, as commander gives them. */
export type SchemaOptions = Readonly<Partial<Record<FileKind, boolean>>>;

const kinds = ['session', 'script', 'scenario', 'faults', 'tools', 'config'] as const;

/**
 * `voicelive config schema --KIND`: the JSON Schema of a kind of file on stdout.
 * @throws VoiceliveError exit code 2 unless exactly one kind is named
 */
export function configSchema(options: SchemaOptions): number {
  const [kind, other] = kinds.filter((each) => options[each] === true);
  const flags = kinds.map((each) => `--${each}`).join(', ');
  if (kind === undefined) throw conflict('No kind of file was named.', `Add one of ${flags}.`);
  if (other !== undefined)
    throw conflict(`--${kind} cannot be combined with --${other}.`, 'Print one schema at a time.');
  stdout.write(`${JSON.stringify(schemas[kind](), undefined, 2)}\n`);
  return exitCodes.ok;
}
