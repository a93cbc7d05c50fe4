import { parseDocument, type UserDocument } from '../../documents/document.js';
import { readTextFile } from '../../documents/text-file.js';
import { isJsonObject, type JsonObject } from '../../shared/json.js';
import {
  boolean,
  called,
  either,
  explained,
  list,
  map,
  number,
  object,
  oneOf,
  optional,
  string,
} from '../../validation/build-shape.js';
import type { Field, Shape } from '../../validation/shape.js';
import type { FileEntry, FileOptions, UserConfig } from '../options/layers.js';
import { optionTable, profileRow } from '../options/option-table.js';
import { defaultText, optionKey, type OptionRow, type OptionValue } from '../options/row.js';

/** What the configuration file may contain: every option by its name, and profiles of options. */
export const configFile: Shape = object({
  ...fieldsOf(optionTable),
  profiles: explained(
    'sets of options by name, for --profile',
    optional(map(object(fieldsOf(optionTable.filter(({ name }) => name !== profileRow.name))))),
  ),
});

function fieldsOf(rows: readonly OptionRow[]): Readonly<Record<string, Field>> {
  return Object.fromEntries(rows.map((row) => [optionKey(row), fieldOf(row)]));
}

function fieldOf(row: OptionRow): Field {
  const usual = defaultText(row);
  const about = usual === '' ? row.help : `${row.help} (default: ${usual})`;
  return explained(about, optional(shapeOf(row)));
}

function shapeOf({ value }: OptionRow): Shape {
  if (value.choices !== undefined) return oneOf(...value.choices);
  if (value.repeats) return list(string);
  switch (value.form) {
    case 'switch':
      return boolean;
    case 'number':
      return number;
    case 'path':
      return string;
    case 'optional':
      return either(boolean, string);
    default:
      return called(either(string, number), 'a text');
  }
}

/**
 * The configuration file of the user.
 * @throws VoiceliveError exit code 2 with everything that is wrong in it, with line and column
 */
export function readUserConfig(path: string): UserConfig {
  const text = readTextFile(path, 'configuration');
  // As config init writes it: everything is commented out.
  if (text.split('\n').every((line) => /^\s*(?:#|$)/.test(line)))
    return { path, options: new Map(), profiles: new Map() };
  const document = parseDocument(text, path);
  const value: unknown = document.read(configFile);
  const { profiles, ...options } = isJsonObject(value) ? value : {};
  return {
    path,
    options: entriesOf(document, options, []),
    profiles: new Map(
      Object.entries(isJsonObject(profiles) ? profiles : {}).map(([name, given]) => [
        name,
        entriesOf(document, isJsonObject(given) ? given : {}, ['profiles', name]),
      ]),
    ),
  };
}

function entriesOf(
  document: UserDocument,
  options: JsonObject,
  steps: readonly string[],
): FileOptions {
  return new Map(
    Object.entries(options).flatMap(([key, value]): [string, FileEntry][] => {
      const place = document.placeOf([...steps, key]);
      return isOptionValue(value) ? [[key, { value, ...place }]] : [];
    }),
  );
}

function isOptionValue(value: unknown): value is OptionValue {
  if (Array.isArray(value)) return value.every((item) => typeof item === 'string');
  return ['string', 'number', 'boolean'].includes(typeof value);
}
