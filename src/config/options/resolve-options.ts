import type { VoiceliveError } from '../../shared/errors.js';
import { nearest } from '../../shared/suggest.js';
import { conflictsOf, givingWay } from './conflicts.js';
import { LayerReader, type Given, type OptionFiles, type OptionLayers } from './layers.js';
import {
  areOptionValues,
  optionTable,
  profileRow,
  type OptionName,
  type OptionValues,
} from './option-table.js';
import { badOption, ProblemList } from './problems.js';
import { optionKey, type OptionValue } from './row.js';

export interface ResolvedOptions {
  readonly values: OptionValues;
  /** Where each value came from, see `Given.source`; or `default`. */
  readonly sources: ReadonlyMap<OptionName, string>;
  /** Those that are not defaults, with the layer that decided. */
  readonly given: ReadonlyMap<OptionName, Given>;
  readonly envFile?: NonNullable<OptionFiles['envFile']>;
}

/**
 * The effective options: flag over script over environment over `.env` over profile over configuration file over default.
 * @throws VoiceliveError exit code 2 with every value that its option cannot take and every conflict
 */
export function resolveOptions(layers: OptionLayers): ResolvedOptions {
  const reader = new LayerReader(layers, profileRow);
  const values: Partial<Record<OptionName, OptionValue>> = {};
  const given = new Map<OptionName, Given>();
  const problems = new ProblemList();
  for (const row of optionTable) {
    const found = reader.find(row);
    try {
      const isGiven = found !== undefined && found.layer !== 'default';
      const value = isGiven ? row.value.parse(found.texts, found.source) : row.default;
      if (value !== undefined) values[row.name] = value;
      if (isGiven) given.set(row.name, found);
    } catch (thrown) {
      problems.addThrown(thrown);
    }
  }
  for (const problem of unknownInScript(layers)) problems.add(problem);
  for (const conflict of conflictsOf(values, given)) problems.add(conflict);
  problems.throwAny();
  for (const { name, default: usual } of givingWay(values, given)) {
    given.delete(name);
    if (usual === undefined) Reflect.deleteProperty(values, name);
    else values[name] = usual;
  }
  if (!areOptionValues(values)) throw new Error('an option with a default has no value');
  const sources = new Map(
    optionTable.map(({ name }) => [name, given.get(name)?.source ?? 'default']),
  );
  const { envFile } = layers.files ?? {};
  return { values, sources, given, ...(envFile && { envFile }) };
}

function unknownInScript({ script = {} }: OptionLayers): readonly VoiceliveError[] {
  const known = optionTable.map(optionKey);
  return Object.keys(script)
    .filter((name) => !known.includes(name))
    .map((name) =>
      badOption({
        code: 'script-option',
        where: 'script options',
        found: name,
        expected: 'the name of an option of talk, without its dashes',
        suggestion: nearest(name, known),
      }),
    );
}
