import { homedir } from 'node:os';
import { dirname, resolve } from 'node:path';
import { nearest } from '../../shared/suggest.js';
import { badOption } from './problems.js';
import {
  environmentName,
  longFlag,
  optionKey,
  type OptionRow,
  type OptionValue,
  type Subcommand,
} from './row.js';

/** An option in the configuration file. */
export interface FileEntry {
  readonly value: OptionValue;
  /** From 1. */
  readonly line: number;
  readonly column: number;
}

/** Options by their names in files. */
export type FileOptions = ReadonlyMap<string, FileEntry>;

/** The configuration file of the user, checked. */
export interface UserConfig {
  readonly path: string;
  readonly options: FileOptions;
  readonly profiles: ReadonlyMap<string, FileOptions>;
}

/** Files that set options. */
export interface OptionFiles {
  /** The `.env` of the folder: the lines of the variables that are from it. Their values are in the environment. */
  readonly envFile?: { readonly path: string; readonly lines: ReadonlyMap<string, number> };
  /** Where the configuration file is, or would be. */
  readonly configPath?: string;
  readonly config?: UserConfig;
}

export interface OptionLayers {
  /**
   * Values of the flags on the command line, by the options' names: text, a boolean for a flag without a value, a list
   * of texts for a repeated one. Defaults of the parser must not be in here.
   */
  readonly flags: Readonly<Record<string, unknown>>;
  /** `process.env`; an empty variable counts as not set. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Values of a script, by flag names without their dashes; below the flags, above the environment. */
  readonly script?: Readonly<Record<string, OptionValue>>;
  /** Below the environment. */
  readonly files?: OptionFiles;
  /** Options that it does not take count only as flags and in scripts. */
  readonly command?: Subcommand;
}

export type LayerName =
  'flag' | 'script' | 'environment' | '.env' | 'profile' | 'config' | 'default';

const order: readonly LayerName[] = [
  'flag',
  'script',
  'environment',
  '.env',
  'profile',
  'config',
  'default',
];

/** The rank of a layer: lower numbers win. */
export function rankOf(layer: LayerName): number {
  return order.indexOf(layer);
}

/** A value as one layer has it. */
export interface Given {
  readonly layer: LayerName;
  /** One for each time it was given; none for a flag without a value. */
  readonly texts: readonly string[];
  /** For people: `flag --mic`, `environment AZURE_VOICELIVE_MODEL`, `config /home/me/…/config.yaml:3`. */
  readonly source: string;
  readonly file?: string;
  readonly line?: number;
  readonly profile?: string;
}

/** Finds options in the layers, the highest first. */
export class LayerReader {
  readonly #layers: OptionLayers;
  readonly #profile: { readonly name: string; readonly options: FileOptions } | undefined;

  /** @throws VoiceliveError exit code 2 for a profile that does not exist */
  constructor(layers: OptionLayers, profileRow: OptionRow) {
    this.#layers = layers;
    this.#profile = this.#chosenProfile(profileRow);
  }

  /** What the highest layer that has the option says; undefined where only its default applies. */
  find(row: OptionRow): Given | undefined {
    const upper = this.#fromFlag(row) ?? this.#fromScript(row);
    if (upper !== undefined) return upper;
    const { command } = this.#layers;
    if (command !== undefined && !row.commands.includes(command)) return undefined;
    return this.#fromEnvironment(row) ?? this.#fromProfile(row) ?? this.#fromConfig(row);
  }

  #chosenProfile(
    row: OptionRow,
  ): { readonly name: string; readonly options: FileOptions } | undefined {
    const given =
      this.#fromFlag(row) ??
      this.#fromScript(row) ??
      this.#fromEnvironment(row) ??
      this.#fromConfig(row);
    if (given === undefined || given.layer === 'default') return undefined;
    const name = String(row.value.parse(given.texts, given.source));
    const { files = {} } = this.#layers;
    const profiles = files.config?.profiles ?? new Map<string, FileOptions>();
    const options = profiles.get(name);
    if (options !== undefined) return { name, options };
    const names = [...profiles.keys()];
    const { configPath = 'the configuration file' } = files;
    throw badOption({
      code: 'profile-unknown',
      where: given.source,
      found: name,
      expected:
        names.length === 0
          ? `a profile, but ${configPath} has none`
          : `a profile of ${configPath}: ${names.join(', ')}`,
      suggestion: nearest(name, names),
      hint:
        files.config === undefined
          ? 'Write the file with voicelive config init.'
          : `Add it under profiles in ${configPath}.`,
    });
  }

  #fromFlag(row: OptionRow): Given | undefined {
    const given = this.#layers.flags[row.name];
    if (given === undefined) return undefined;
    const source = `flag ${longFlag(row)}`;
    if (typeof given !== 'boolean')
      return { layer: 'flag', source, texts: [given].flat().map(String) };
    // A flag that stands alone; or the opposite of a switch.
    const isWritten = row.flag.startsWith('--no-') ? !given : given;
    return { layer: 'flag', source, texts: isWritten ? [] : ['false'] };
  }

  #fromScript(row: OptionRow): Given | undefined {
    const given = this.#layers.script?.[optionKey(row)];
    if (given === undefined) return undefined;
    // As when nothing sets it.
    if (given === false) return { layer: 'default', source: 'default', texts: [] };
    return { layer: 'script', source: `script option ${optionKey(row)}`, texts: textsOf(given) };
  }

  #fromEnvironment(row: OptionRow): Given | undefined {
    const name = environmentName(row);
    const text = this.#layers.env[name];
    if (text === undefined || text === '') return undefined;
    // What other programs read as well counts by being there (NO_COLOR).
    const isSwitch = row.value.form === 'switch' && row.env !== undefined;
    const texts = isSwitch ? [] : row.value.repeats ? lines(text) : [text];
    const { envFile } = this.#layers.files ?? {};
    const line = envFile?.lines.get(name);
    if (envFile === undefined || line === undefined)
      return { layer: 'environment', source: `environment ${name}`, texts };
    const source = `${envFile.path}:${String(line)} ${name}`;
    return { layer: '.env', source, texts, file: envFile.path, line };
  }

  #fromProfile(row: OptionRow): Given | undefined {
    if (this.#profile === undefined) return undefined;
    const { name, options } = this.#profile;
    const given = this.#fromFile(row, options, `profile ${name}, `);
    return given && { ...given, layer: 'profile', profile: name };
  }

  #fromConfig(row: OptionRow): Given | undefined {
    const { config } = this.#layers.files ?? {};
    const given = config && this.#fromFile(row, config.options, 'config ');
    return given && { ...given, layer: 'config' };
  }

  #fromFile(
    row: OptionRow,
    options: FileOptions,
    prefix: string,
  ): Omit<Given, 'layer'> | undefined {
    const { config } = this.#layers.files ?? {};
    const entry = options.get(optionKey(row));
    if (config === undefined || entry === undefined) return undefined;
    const { value, line, column } = entry;
    const source = `${prefix}${config.path}:${String(line)}:${String(column)} ${optionKey(row)}`;
    const texts = textsOf(value).map((text) => fromFolder(row, text, dirname(config.path)));
    return { source, texts, file: config.path, line };
  }
}

/** A repeated option in one variable: a line each. */
function lines(text: string): readonly string[] {
  return text.split('\n').filter((line) => line.trim() !== '');
}

function textsOf(value: OptionValue): readonly string[] {
  return value === true ? [] : [value].flat().map(String);
}

/** Paths in a file are relative to it. */
function fromFolder({ name, value }: OptionRow, text: string, folder: string): string {
  const whole = (path: string): string => resolve(folder, path.replace(/^~(?=\/)/, homedir));
  if (value.form === 'path') return whole(text);
  return name === 'instructions' && text.startsWith('@') ? `@${whole(text.slice(1))}` : text;
}

/** The layers with the options of these rows alone. */
export function onlyOptions(layers: OptionLayers, rows: readonly OptionRow[]): OptionLayers {
  const names = new Set(rows.map(({ name }) => name));
  const keys = new Set(rows.map(optionKey));
  const variables = new Set(rows.map(environmentName));
  const { flags, env, script, files } = layers;
  const only = (options: FileOptions): FileOptions =>
    new Map([...options].filter(([key]) => keys.has(key)));
  return {
    ...layers,
    flags: pick(flags, (name) => names.has(name)),
    env: pick(env, (name) => variables.has(name)),
    ...(script && { script: pick(script, (key) => keys.has(key)) }),
    ...(files?.config && {
      files: {
        ...files,
        config: {
          ...files.config,
          options: only(files.config.options),
          profiles: new Map(
            [...files.config.profiles].map(([name, options]) => [name, only(options)]),
          ),
        },
      },
    }),
  };
}

function pick<Value>(
  values: Readonly<Record<string, Value>>,
  isKept: (name: string) => boolean,
): Readonly<Record<string, Value>> {
  return Object.fromEntries(Object.entries(values).filter(([name]) => isKept(name)));
}
