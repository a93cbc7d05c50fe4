import type { Argument, Command, Option } from 'commander';
import { optionTable } from '../../config/options/option-table.js';
import { talkKeys } from '../../config/options/turn-taking.js';

/** What can stand at the cursor. */
export interface Completion {
  /** Whether the shell adds names of files. */
  readonly files: boolean;
  readonly candidates: readonly Candidate[];
}

export interface Candidate {
  readonly text: string;
  readonly about?: string;
}

/** Values that are looked up when they are asked for. */
export interface DynamicValues {
  voices(): Promise<readonly string[]>;
  models(): Promise<readonly string[]>;
  profiles(): Promise<readonly string[]>;
}

/** Placeholders of flags and arguments that stand for files and folders. */
const fileNames = /^(?:file|dir|folder|recordings?|scripts|results|device)(?:\.\.\.)?$/;
const nothing: Completion = { files: false, candidates: [] };

/**
 * What can follow on a command line of the program.
 * @param words after the program's name; the last is the one to complete and may be empty
 */
export async function complete(
  program: Command,
  words: readonly string[],
  values: DynamicValues,
): Promise<Completion> {
  const current = words.at(-1) ?? '';
  const { command, rest } = commandOf(program, words.slice(0, -1));
  const [flag = '', inline] = /^(--[^=]+)=(.*)$/s.exec(current)?.slice(1) ?? [];
  if (inline !== undefined) {
    const option = optionNamed(command, flag);
    if (option === undefined || !takesValue(option)) return nothing;
    const { files, candidates } = await valuesOf(option, values);
    return {
      files,
      candidates: fitting(candidates, inline).map((each) => ({
        ...each,
        text: `${flag}=${each.text}`,
      })),
    };
  }
  const before = optionNamed(command, rest.at(-1) ?? '');
  const canBeValue =
    before !== undefined && (before.required || (before.optional && !current.startsWith('-')));
  if (canBeValue && !rest.slice(0, -1).includes('--')) {
    const { files, candidates } = await valuesOf(before, values);
    return { files, candidates: fitting(candidates, current) };
  }
  if (current.startsWith('-'))
    return { files: false, candidates: fitting(flagsOf(command, rest), current) };
  const { files, candidates } = argumentsOf(command, program);
  return { files, candidates: fitting(candidates, current) };
}

/** The command that the words name, and what follows its name. */
function commandOf(
  program: Command,
  words: readonly string[],
): { readonly command: Command; readonly rest: readonly string[] } {
  const [word, ...rest] = words;
  const found = program.commands.find((each) => each.name() === word);
  return found === undefined ? { command: program, rest: words } : commandOf(found, rest);
}

function optionNamed(command: Command, flag: string): Option | undefined {
  return command.options.find(
    ({ long, short }) => flag !== '' && (flag === long || flag === short),
  );
}

function takesValue({ required, optional }: Option): boolean {
  return required || optional;
}

function flagsOf(command: Command, given: readonly string[]): readonly Candidate[] {
  const flags = command.options
    .filter(({ hidden, long, variadic, parseArg }) => {
      const repeats = variadic || parseArg !== undefined;
      return !hidden && (repeats || !given.includes(long ?? ''));
    })
    .map(({ long, short, description }) => candidate(long ?? short ?? '', description));
  return [...flags, { text: '--help', about: 'show help' }];
}

function argumentsOf(command: Command, program: Command): Completion {
  if (command.commands.length > 0)
    return {
      files: false,
      candidates: command.commands.map((each) => candidate(each.name(), each.description())),
    };
  const [argument] = command.registeredArguments;
  if (argument === undefined) return nothing;
  if (argument.name() === 'command') return argumentsOf(program, program);
  return { files: isFile(argument), candidates: textsOf(argument.argChoices ?? []) };
}

function isFile(argument: Argument): boolean {
  return fileNames.test(argument.name());
}

async function valuesOf(option: Option, values: DynamicValues): Promise<Completion> {
  const [placeholder = ''] = /[^ <[]+(?=[>\]]$)/.exec(option.flags) ?? [];
  const files = fileNames.test(placeholder);
  return { files, candidates: textsOf(await namedValues(option, values)) };
}

async function namedValues(option: Option, values: DynamicValues): Promise<readonly string[]> {
  if (option.argChoices !== undefined) return option.argChoices;
  const name = option.attributeName();
  const row = optionTable.find((each) => each.name === name);
  if (row?.value.choices !== undefined) return row.value.choices;
  switch (name) {
    case 'voice':
      return values.voices();
    case 'model':
      return values.models();
    case 'profile':
      return values.profiles();
    case 'approve':
      return ['ask', 'never', 'always'];
    case 'toolChoice':
      return ['auto', 'none', 'required'];
    case 'pttKey':
      return talkKeys;
    case 'mic':
    case 'speaker':
      return ['none'];
    default:
      return [];
  }
}

function textsOf(texts: readonly string[]): readonly Candidate[] {
  return texts.map((text) => ({ text }));
}

/** With the first part of the description: the rest is for help. */
function candidate(text: string, description: string): Candidate {
  const [about = ''] = description.split(/ \(|; |: /);
  return { text, about };
}

function fitting(candidates: readonly Candidate[], typed: string): readonly Candidate[] {
  return candidates.filter(({ text }) => text.startsWith(typed));
}
