import { rank, type Fit } from '../../shared/rank.js';
import type { SessionState } from '../state.js';
import { needsArgument, type ArgumentValue, type CommandRow } from './command.js';
import { commandTable } from './command-table.js';

/** One thing that the palette offers. */
export interface PaletteChoice {
  /** A command with its argument, or a value of the argument. */
  readonly label: string;
  readonly about: string;
  /** The line that it completes to. */
  readonly line: string;
  /** The line can be run; otherwise an argument is still to come. */
  readonly isWhole: boolean;
  readonly fit: Fit;
  /** Why it does nothing now. */
  readonly unavailable?: string;
}

/** What fits the command that is being typed. */
export interface Palette {
  readonly choices: readonly PaletteChoice[];
  /** The choice that Enter takes unless another one is picked; undefined when Enter takes what was typed. */
  readonly first: number | undefined;
  /** The command whose argument is being typed. */
  readonly command: CommandRow | undefined;
}

/** The names in a folder, as far as they are known; folders end in a slash. */
export interface Listing {
  /** As it was typed: empty, or with a slash at its end. */
  readonly directory: string;
  readonly names: readonly string[];
}

/** Undefined for what is no command. */
export function paletteOf(
  text: string,
  state: SessionState,
  listing?: Listing,
): Palette | undefined {
  const [, name, gap = '', argument = ''] = /^\/(?!\/)(\S*)(\s*)([^]*)$/.exec(text) ?? [];
  if (name === undefined) return undefined;
  if (gap === '') {
    const choices = commands(name, state);
    return { choices, first: choices.length > 0 ? 0 : undefined, command: undefined };
  }
  const command = commandTable.find((row) => row.name === name);
  if (command === undefined) return { choices: [], first: undefined, command };
  const choices = values(command, argument, state, listing);
  return { choices, first: firstOf(choices, command, argument), command };
}

function commands(typed: string, state: SessionState): readonly PaletteChoice[] {
  return rank(typed, commandTable, ({ name }) => name).map(({ candidate: row, fit }) => {
    const unavailable = row.unavailable?.(state);
    return {
      label: `/${row.name} ${row.argument}`.trim(),
      about: row.about,
      line: needsArgument(row) ? `/${row.name} ` : `/${row.name}`,
      isWhole: !needsArgument(row),
      fit,
      ...(unavailable === undefined ? {} : { unavailable }),
    };
  });
}

function values(
  command: CommandRow,
  argument: string,
  state: SessionState,
  listing: Listing | undefined,
): readonly PaletteChoice[] {
  const folder = folderOf(command, argument);
  if (folder === undefined) {
    const known = command.values?.(state) ?? [];
    return choicesOf(known, argument, (text) => `/${command.name} ${text}`, command);
  }
  if (listing === undefined || listing.directory !== folder.directory) return [];
  const names = listing.names.map((text) => ({ text, about: '' }));
  const head = `/${command.name} ${folder.mark}${folder.directory}`;
  return choicesOf(names, folder.name, (text) => head + text, command);
}

function choicesOf(
  known: readonly ArgumentValue[],
  typed: string,
  lineOf: (text: string) => string,
  command: CommandRow,
): readonly PaletteChoice[] {
  const ranked = rank(typed, known, ({ text }) => text);
  return ranked
    .filter(({ fit }) => fit !== 'similar' || command.takesFile !== true)
    .map(({ candidate: { text, about }, fit }) => ({
      label: text,
      about,
      line: lineOf(text),
      isWhole: !text.endsWith('/') && command.name !== 'send',
      fit,
    }));
}

/** The folder whose names are offered, as it was typed; undefined when no file is being named. */
export function folderOf(
  command: CommandRow,
  argument: string,
): { readonly mark: string; readonly directory: string; readonly name: string } | undefined {
  const [, mark = '', path = ''] = /^(@|--force\s+)?([^]*)$/.exec(argument) ?? [];
  const namesFile = command.takesFile === true || (mark === '@' && command.argument.includes('@'));
  if (!namesFile || /^[a-z]+:\/\//i.test(path)) return undefined;
  const at = path.lastIndexOf('/') + 1;
  return { mark, directory: path.slice(0, at), name: path.slice(at) };
}

/** Enter takes the best value when what was typed is only its beginning. */
function firstOf(
  [best]: readonly PaletteChoice[],
  command: CommandRow,
  argument: string,
): number | undefined {
  const isBeginning = argument !== '' && (best?.fit === 'prefix' || best?.fit === 'word');
  return isBeginning && command.parse(argument).kind === 'problem' ? 0 : undefined;
}
