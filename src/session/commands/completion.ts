import { tagsOf } from '../../protocol/validate.js';
import { commandTable, type CommandRow } from './commands.js';
import type { SessionState } from '../state.js';

export interface Completion {
  readonly text: string;
  /** What it could become when there are several ways. */
  readonly choices: readonly string[];
}

const rows: readonly CommandRow[] = commandTable;

/** The rest of a command's name, an item's id or an event's type, as far as it is certain. */
export function completeCommand(text: string, state: SessionState): Completion | undefined {
  const name = /^\/(\w*)$/.exec(text)?.[1];
  if (name !== undefined) {
    const names = rows.map((row) => `/${row.name}${row.argument === '' ? '' : ' '}`);
    return complete('', `/${name}`, names);
  }
  const item = /^(\/(?:retrieve|delete) )(\S*)$/.exec(text);
  if (item !== null) {
    const ids = state.remote.items.map(({ id }) => id);
    return complete(item[1] ?? '', item[2] ?? '', ids);
  }
  const type = /^\/send (?:\{(?:"type":"?)?)?([\w.]*)$/.exec(text)?.[1];
  if (type === undefined) return undefined;
  const types = [...tagsOf('ClientEvent')].map((known) => `${known}"`);
  return complete('/send {"type":"', type, types);
}

function complete(head: string, typed: string, known: readonly string[]): Completion | undefined {
  const fitting = known.filter((each) => each.startsWith(typed));
  const [first] = fitting;
  if (first === undefined) return undefined;
  let certain = first;
  for (const each of fitting) while (!each.startsWith(certain)) certain = certain.slice(0, -1);
  const choices = fitting.length === 1 ? [] : fitting.map((each) => each.replace(/[" ]$/, ''));
  return { text: head + certain, choices };
}

/** The command that is being typed, with what it takes and does; undefined for a turn. */
export function commandHelp(text: string): string | undefined {
  const word = /^\/(?!\/)(\S*)/.exec(text)?.[1];
  if (word === undefined) return undefined;
  const complete = rows.find((row) => row.name === word);
  const fitting = complete === undefined ? rows.filter((row) => row.name.startsWith(word)) : [];
  const row = complete ?? (fitting.length === 1 ? fitting[0] : undefined);
  if (row !== undefined) return `${`/${row.name} ${row.argument}`.trim()}: ${row.about}`;
  return fitting.length === 0 ? undefined : fitting.map(({ name }) => `/${name}`).join(' ');
}
