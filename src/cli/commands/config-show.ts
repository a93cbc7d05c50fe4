import { environmentSecrets, keyVariable } from '../../config/files/secrets.js';
import type { OptionFiles } from '../../config/options/layers.js';
import { optionTable, type OptionName } from '../../config/options/option-table.js';
import { resolveOptions, type ResolvedOptions } from '../../config/options/resolve-options.js';
import {
  defaultText,
  environmentName,
  longFlag,
  optionKey,
  type OptionRow,
  type OptionValue,
} from '../../config/options/row.js';
import { exitCodes } from '../../shared/errors.js';
import type { JsonObject } from '../../shared/json.js';
import { sanitise } from '../../shared/sanitise.js';
import { secretsInUrl } from '../../shared/secrets/find-secrets.js';
import { createSecrets } from '../../shared/secrets/registry.js';
import { publicParameters } from '../../transport/query-rules.js';
import { readOptionFiles } from '../option-files.js';
import { printJson, stdout } from '../terminal/standard-streams.js';

/** As commander gives them. */
export interface ShowOptions {
  readonly json?: true;
  readonly profile?: string;
}

const maxValueLength = 60;
const mask = '***';

/**
 * `voicelive config show`: every option with its value and where it is from, secrets masked.
 * @throws VoiceliveError exit code 2 with everything in environment and files that cannot be used
 */
export async function configShow({ json, profile }: ShowOptions): Promise<number> {
  const files = await readOptionFiles();
  const flags = profile === undefined ? {} : { profile };
  const resolved = resolveOptions({ flags, env: process.env, files });
  const secrets = createSecrets();
  secrets.learn(environmentSecrets(process.env));
  secrets.learn(secretsInUrl(resolved.values.endpoint ?? '', (name) => publicParameters.has(name)));
  const about = secrets.hide(json ? asJson(resolved, files) : asText(resolved, files));
  if (typeof about === 'string') stdout.write(about);
  else printJson(about);
  return exitCodes.ok;
}

function asText(resolved: ResolvedOptions, files: OptionFiles): string {
  const { configPath = '', config, envFile } = files;
  const heads = [
    [
      'Configuration',
      config === undefined ? `${configPath} (none; voicelive config init)` : configPath,
    ],
    [
      'Environment',
      envFile === undefined
        ? 'no .env in this folder'
        : `.env, ${String(envFile.lines.size)} variables`,
    ],
    ['API key', keySource(files) ?? 'none'],
  ];
  const rows = [
    ['OPTION', 'VALUE', 'SOURCE'],
    ...optionTable.map((row) => [
      optionKey(row),
      oneLine(shownValue(row, resolved.values[row.name])) || `(${defaultText(row) || 'none'})`,
      resolved.sources.get(row.name) ?? '',
    ]),
  ];
  return `${inColumns(heads)}\n${inColumns(rows)}`;
}

function asJson(
  resolved: ResolvedOptions,
  { configPath, config, envFile }: OptionFiles,
): JsonObject {
  const line = envFile?.lines.get(keyVariable);
  const hasKey = (process.env[keyVariable] ?? '') !== '';
  return {
    configFile: configPath ?? null,
    configFileExists: config !== undefined,
    envFile: envFile?.path ?? null,
    profiles: [...(config?.profiles.keys() ?? [])],
    keyFrom: !hasKey
      ? null
      : line === undefined
        ? { layer: 'environment' }
        : { layer: '.env', line },
    options: optionTable.map((row) => {
      const value = shownValue(row, resolved.values[row.name]);
      return {
        name: optionKey(row),
        flag: longFlag(row),
        environment: environmentName(row),
        value: value ?? null,
        source: sourceOf(row.name, resolved),
      };
    }),
  };
}

function sourceOf(name: OptionName, { given }: ResolvedOptions): JsonObject {
  const { layer, file, line, profile } = given.get(name) ?? { layer: 'default' };
  return {
    layer,
    ...(profile === undefined ? {} : { profile }),
    ...(file === undefined || line === undefined ? {} : { file, line }),
  };
}

function keySource({ envFile }: OptionFiles): string | undefined {
  if ((process.env[keyVariable] ?? '') === '') return undefined;
  const line = envFile?.lines.get(keyVariable);
  const where = line === undefined ? 'environment' : `${envFile?.path ?? ''}:${String(line)}`;
  return `${mask} (${where} ${keyVariable})`;
}

/** As it is written in a file; what may be a secret is masked. */
function shownValue(
  { name, flag, value: { form } }: OptionRow<OptionName>,
  value: OptionValue | undefined,
): OptionValue | undefined {
  if (form === 'switch') return flag.startsWith('--no-') ? value === false : value;
  if (typeof value !== 'object') return value;
  if (name === 'header') return value.map((line) => line.replace(/:.*/s, `: ${mask}`));
  if (name === 'query')
    return value.map((pair) =>
      publicParameters.has(pair.replace(/=.*/s, '')) ? pair : pair.replace(/=.*/s, `=${mask}`),
    );
  return value;
}

function oneLine(value: OptionValue | undefined): string {
  const text = typeof value === 'object' ? value.join(', ') : String(value ?? '');
  const line = sanitise(text.replaceAll('\n', ' '));
  return line.length > maxValueLength ? `${line.slice(0, maxValueLength - 1)}…` : line;
}

function inColumns(rows: readonly (readonly string[])[]): string {
  const widths = [0, 1].map((column) => Math.max(...rows.map((row) => (row[column] ?? '').length)));
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .map((line) => `${line}\n`)
    .join('');
}
