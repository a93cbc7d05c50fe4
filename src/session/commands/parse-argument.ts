import type { ClientEvent } from '../../protocol/generated/types.js';
import { checkClientEvent, isNewerEvent } from '../../protocol/parse.js';
import { tagsOf } from '../../protocol/validate.js';
import { voiceNamed, openAiVoices } from '../../protocol/voices.js';
import { messageOf } from '../../shared/errors.js';
import { isJsonObject, type JsonObject, type JsonValue } from '../../shared/json.js';
import { nearest } from '../../shared/suggest.js';
import { formatProblem, type Problem } from '../../validation/problem.js';
import { intent, problem, type ArgumentValue, type Command } from './command.js';

/** Problems shown for one command. */
const maxShownProblems = 3;

/** What a user may call the kinds of turn detection, and what they are. */
export const turnDetectionKinds: readonly ArgumentValue[] = [
  { text: 'server_vad', about: 'by silence' },
  { text: 'azure_semantic_vad', about: 'by meaning, Azure' },
  { text: 'azure_semantic_vad_en', about: 'by meaning, Azure, English' },
  { text: 'azure_semantic_vad_multilingual', about: 'by meaning, Azure, many languages' },
  { text: 'semantic_vad', about: 'by meaning, OpenAI' },
  { text: 'none', about: 'you end your turns yourself (push-to-talk)' },
];

export function voiceCommand(argument: string): Command {
  const name = unquoted(argument);
  const voice = voiceNamed(name);
  if (voice !== undefined) return checkedSession({ voice }, '/voice');
  if (/^[{[]/.test(name)) {
    const read = readJson(name);
    return 'problem' in read
      ? problem(`/voice: ${read.problem}`)
      : checkedSession({ voice: read.value }, '/voice');
  }
  const meant = nearest(name, [...openAiVoices, 'en-US-AvaNeural']);
  const advice =
    meant === undefined
      ? `Voices: ${openAiVoices.join(', ')}, or an Azure voice such as en-US-AvaNeural.`
      : `Did you mean ${meant}?`;
  return problem(`Unknown voice ${name}. ${advice}`);
}

export function modelCommand(argument: string): Command {
  const model = unquoted(argument);
  return /^[\w.:-]{1,64}$/.test(model)
    ? intent({ type: 'change-model', model })
    : problem('/model: not the name of a model. Expected a name such as gpt-realtime.');
}

export function instructionsCommand(argument: string): Command {
  if (argument.startsWith('@'))
    return intent({ type: 'read-file', use: 'instructions', path: unquoted(argument.slice(1)) });
  return checkedSession({ instructions: argument }, '/instructions');
}

export function turnDetectionCommand(argument: string): Command {
  const kind = argument.toLowerCase().replaceAll('-', '_');
  if (kind === 'none') return checkedSession({ turn_detection: null }, '/turn-detection');
  if (tagsOf('TurnDetection').has(kind))
    return checkedSession({ turn_detection: { type: kind } }, '/turn-detection');
  const kinds = turnDetectionKinds.map(({ text }) => text);
  const meant = nearest(kind, kinds);
  const advice = meant === undefined ? `Kinds: ${kinds.join(', ')}.` : `Did you mean ${meant}?`;
  return problem(`Unknown turn detection ${argument}. ${advice}`);
}

/** Nothing shows the session; JSON, a file, or `path=value` changes it. */
export function sessionCommand(argument: string): Command {
  if (argument === '') return intent({ type: 'show-session' });
  if (argument.startsWith('@'))
    return intent({ type: 'read-file', use: 'session', path: unquoted(argument.slice(1)) });
  if (argument.startsWith('{')) {
    const read = readJson(argument);
    return 'problem' in read
      ? problem(`/session: ${read.problem}`)
      : checkedSession(read.value, '/session');
  }
  if (/^\S+\.(ya?ml|json)$/i.test(argument) && !argument.includes('='))
    return intent({ type: 'read-file', use: 'session', path: argument });
  const options = readFields(argument);
  return options === undefined
    ? problem(
        '/session: expected JSON, @FILE, or fields such as temperature=0.7 or turn_detection.threshold=0.4.',
      )
    : intent({ type: 'change-options', options });
}

/** `a=1 b.c="x y" d: true` as paths and values: JSON where it is, else text. Undefined for anything else. */
function readFields(text: string): JsonObject | undefined {
  const field = /^([\w.]+)(?:=|:\s*)("(?:[^"\\]|\\.)*"|\[[^\]]*\]|\{.*\}|[^\s"[{]\S*)(?:\s+|$)/;
  let options: JsonObject = {};
  let rest = text;
  while (rest !== '') {
    const [whole = '', path = '', value = ''] = field.exec(rest) ?? [];
    if (whole === '') return undefined;
    options = { ...options, [path]: fieldValue(value) };
    rest = rest.slice(whole.length);
  }
  return options;
}

function fieldValue(text: string): JsonValue {
  const read = readJson(text);
  if ('problem' in read || !isJson(read.value)) return text;
  return read.value;
}

/** What `JSON.parse` returns is nothing else. */
function isJson(value: unknown): value is JsonValue {
  return value !== undefined;
}

export function imageCommand(argument: string): Command {
  const source = unquoted(argument);
  const scheme = /^([a-z][a-z0-9+.-]*):\/\//i.exec(source)?.[1]?.toLowerCase();
  if (scheme !== undefined && scheme !== 'https')
    return problem(`/image takes a file or an https URL, not ${scheme}.`);
  if (scheme === 'https' && !URL.canParse(source)) return problem('/image: not a valid URL.');
  return intent({ type: 'show-image', source });
}

export function saveCommand(argument: string): Command {
  const [, force, file = ''] = /^(--force\b)?\s*([^]*)$/.exec(argument) ?? [];
  const path = unquoted(file);
  return intent({
    type: 'save',
    ...(path === '' ? {} : { path }),
    ...(force === undefined ? {} : { overwrite: true }),
  });
}

export function sendCommand(argument: string): Command {
  const read = readJson(argument);
  if ('problem' in read) return problem(`/send: ${read.problem}`);
  if (!isJsonObject(read.value))
    return problem('/send: an event must be a JSON object with a type.');
  return sendChecked(read.value, '/send');
}

function unquoted(text: string): string {
  return text.trim().replace(/^(["'])(.*)\1$/, '$2');
}

function readJson(text: string): { readonly value: unknown } | { readonly problem: string } {
  try {
    const value: unknown = JSON.parse(text);
    return { value };
  } catch (thrown) {
    return { problem: `not valid JSON: ${messageOf(thrown)}` };
  }
}

function checkedSession(session: unknown, command: string): Command {
  return sendChecked({ type: 'session.update', session }, command);
}

function sendChecked(event: unknown, command: string): Command {
  if (isValidEvent(event)) return intent({ type: 'send-event', event });
  const text = `${command}: not sent. ${problemsText(checkClientEvent(event))}`;
  if (!isNewerEvent(event)) return problem(text);
  return { kind: 'problem', text, unchecked: { type: 'send-event', event } };
}

function isValidEvent(event: unknown): event is ClientEvent {
  return checkClientEvent(event).length === 0;
}

function problemsText(problems: readonly Problem[]): string {
  const more = problems.length - maxShownProblems;
  const shown = problems.slice(0, maxShownProblems).map(formatProblem);
  return [...shown, ...(more > 0 ? [`${more} more problems`] : [])].join('. ');
}
