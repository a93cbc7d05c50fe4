import { optionTable } from '../config/options/option-table.js';
import { longFlag } from '../config/options/row.js';

/** The first flag among those given that needs audio: a session in text cannot have it. */
export function givenSoundFlag(flags: Readonly<Record<string, unknown>>): string | undefined {
  const row = optionTable.find(
    ({ name, requires }) => requires === 'sound' && flags[name] !== undefined,
  );
  return row && longFlag(row);
}
