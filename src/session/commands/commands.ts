import { nearest } from '../../shared/suggest.js';
import { intent, needsArgument, problem, type Command } from './command.js';
import type { SessionState } from '../state.js';
import { commandTable } from './command-table.js';

/** Reads a line: a turn, or a command when it starts with one slash; `//` starts a turn with a slash. Pure. */
export function parseCommand(line: string): Command {
  const text = line.trim();
  if (!text.startsWith('/')) return intent({ type: 'say', text });
  if (text.startsWith('//')) return intent({ type: 'say', text: text.slice(1) });
  const [, word = '', argument = ''] = /^\/(\S*)\s*([^]*)$/.exec(text) ?? [];
  const row = commandTable.find(({ name }) => name === word);
  if (row === undefined) return unknownCommand(word);
  if (needsArgument(row) && argument === '') return problem(`/${word} needs ${row.argument}.`);
  if (row.argument === '' && argument !== '') return problem(`/${word} takes no argument.`);
  return row.parse(argument);
}

/** As `parseCommand`, in a session: with `--unchecked` what may be of a later version of the API is sent. */
export function commandIn({ options }: Pick<SessionState, 'options'>, line: string): Command {
  const command = parseCommand(line);
  if (command.kind !== 'problem' || command.unchecked === undefined) return command;
  return options.unchecked === true
    ? intent(command.unchecked)
    : problem(`${command.text}. --unchecked sends it.`);
}

function unknownCommand(word: string): Command {
  const names = commandTable.map(({ name }) => name);
  const meant = nearest(word, names);
  const advice =
    meant === undefined
      ? `Commands: ${names.map((name) => `/${name}`).join(', ')}`
      : `Did you mean /${meant}?`;
  return problem(`Unknown command /${word}. ${advice}`);
}

const maxLabelLength = 25;

/** The commands as lines of help, e.g. `/image FILE|URL  show an image`. */
export function commandLines(): readonly string[] {
  return commandTable.map(
    ({ name, argument, about }) => `${`/${name} ${argument}`.padEnd(maxLabelLength)} ${about}`,
  );
}
