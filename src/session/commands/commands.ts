import type { ClientEvent } from '../../protocol/generated/types.js';
import { checkClientEvent } from '../../protocol/parse.js';
import { formatProblem, type Problem } from '../../validation/problem.js';
import { messageOf } from '../../shared/errors.js';
import { isJsonObject } from '../../shared/json.js';
import { nearest } from '../../shared/suggest.js';
import type { Intent } from '../inputs.js';

/** What a typed line means. */
export type Command =
  /** A turn, or another intent. */
  | { readonly kind: 'intent'; readonly intent: Intent }
  | { readonly kind: 'help' }
  | { readonly kind: 'quit' }
  /** Refused, with the reason as a sentence; nothing is sent. */
  | { readonly kind: 'problem'; readonly text: string };

export interface CommandRow {
  readonly name: string;
  /** What follows the name; empty when nothing may. */
  readonly argument: string;
  /** One line, without a full stop. */
  readonly about: string;
}

/** Every command of the text box, of plain mode and of text scripts; help and docs are made from it. */
export const commandTable = [
  { name: 'say', argument: 'TEXT', about: 'say a turn, even one that starts with a slash' },
  {
    name: 'image',
    argument: 'FILE|URL',
    about: 'show an image: a PNG or JPEG file of at most 10 MB, or an https URL',
  },
  {
    name: 'session',
    argument: 'JSON',
    about: 'change session options, as in session.update',
  },
  {
    name: 'send',
    argument: 'EVENT-JSON',
    about: 'send any client event; it is checked first',
  },
  { name: 'health', argument: '', about: 'show the health of sound and events, and what was lost' },
  { name: 'items', argument: '', about: 'list the items of the conversation' },
  {
    name: 'retrieve',
    argument: 'ID',
    about: 'fetch an item from the service (the end of its id is enough)',
  },
  { name: 'delete', argument: 'ID', about: 'delete an item from the conversation' },
  {
    name: 'record',
    argument: '[DIR]',
    about: 'begin a recording in DIR, or end the one that runs',
  },
  { name: 'help', argument: '', about: 'show keys and commands' },
  { name: 'quit', argument: '', about: 'end the session' },
] as const satisfies readonly CommandRow[];

type CommandName = (typeof commandTable)[number]['name'];

/** Problems shown for one command. */
const maxShownProblems = 3;

function intent(value: Intent): Command {
  return { kind: 'intent', intent: value };
}

function problem(text: string): Command {
  return { kind: 'problem', text };
}

/** Reads a line: a turn, or a command when it starts with one slash; `//` starts a turn with a slash. Pure. */
export function parseCommand(line: string): Command {
  const text = line.trim();
  if (!text.startsWith('/')) return intent({ type: 'say', text });
  if (text.startsWith('//')) return intent({ type: 'say', text: text.slice(1) });
  const [, word = '', argument = ''] = /^\/(\S*)\s*([^]*)$/.exec(text) ?? [];
  const row = commandTable.find(({ name }) => name === word);
  if (row === undefined) return unknownCommand(word);
  const needs = row.argument !== '' && !row.argument.startsWith('[');
  if (needs && argument === '') return problem(`/${word} needs ${row.argument}.`);
  if (row.argument === '' && argument !== '') return problem(`/${word} takes no argument.`);
  return commandFor(row.name, argument);
}

function commandFor(name: CommandName, argument: string): Command {
  switch (name) {
    case 'say':
      return intent({ type: 'say', text: argument });
    case 'image':
      return imageCommand(argument);
    case 'session':
      return sessionCommand(argument);
    case 'send':
      return sendCommand(argument);
    case 'record':
      return intent({ type: 'record', ...(argument === '' ? {} : { directory: argument }) });
    case 'health':
      return intent({ type: 'tell-health' });
    case 'items':
      return intent({ type: 'list-items' });
    case 'retrieve':
      return intent({ type: 'retrieve-item', id: argument });
    case 'delete':
      return intent({ type: 'delete-item', id: argument });
    case 'help':
    case 'quit':
      return { kind: name };
  }
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

function imageCommand(argument: string): Command {
  const source = argument.replace(/^(["'])(.*)\1$/, '$2');
  const scheme = /^([a-z][a-z0-9+.-]*):\/\//i.exec(source)?.[1]?.toLowerCase();
  if (scheme !== undefined && scheme !== 'https')
    return problem(`/image takes a file or an https URL, not ${scheme}.`);
  if (scheme === 'https' && !URL.canParse(source)) return problem('/image: not a valid URL.');
  return intent({ type: 'show-image', source });
}

function sessionCommand(argument: string): Command {
  const read = readJson(argument);
  if ('problem' in read) return problem(`/session: ${read.problem}`);
  const event = { type: 'session.update', session: read.value };
  return sendChecked(event, '/session');
}

function sendCommand(argument: string): Command {
  const read = readJson(argument);
  if ('problem' in read) return problem(`/send: ${read.problem}`);
  if (!isJsonObject(read.value))
    return problem('/send: an event must be a JSON object with a type.');
  return sendChecked(read.value, '/send');
}

function readJson(text: string): { readonly value: unknown } | { readonly problem: string } {
  try {
    const value: unknown = JSON.parse(text);
    return { value };
  } catch (thrown) {
    return { problem: `not valid JSON: ${messageOf(thrown)}` };
  }
}

function sendChecked(event: unknown, command: string): Command {
  if (isValidEvent(event)) return intent({ type: 'send-event', event });
  return problem(`${command}: not sent. ${problemsText(checkClientEvent(event))}`);
}

function isValidEvent(event: unknown): event is ClientEvent {
  return checkClientEvent(event).length === 0;
}

function problemsText(problems: readonly Problem[]): string {
  const more = problems.length - maxShownProblems;
  const shown = problems.slice(0, maxShownProblems).map(formatProblem);
  return [...shown, ...(more > 0 ? [`${more} more problems`] : [])].join('. ');
}

/** The commands as lines of help, e.g. `/image FILE|URL  show an image`. */
export function commandLines(): readonly string[] {
  const rows: readonly CommandRow[] = commandTable;
  return rows.map(({ name, argument, about }) => `${`/${name} ${argument}`.padEnd(18)} ${about}`);
}
