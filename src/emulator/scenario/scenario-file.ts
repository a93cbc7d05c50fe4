import { join } from 'node:path';
import {
  boolean,
  either,
  keyed,
  list,
  map,
  nullable,
  object,
  required,
  withRule,
  type Infer,
} from '../../validation/build-shape.js';
import { problemAt, type Problem } from '../../validation/problem.js';
import { isJsonArray, isJsonObject } from '../../shared/json.js';
import { packageRoot } from '../../shared/paths.js';
import { parseDocument, readDocument, type UserDocument } from '../../documents/document.js';
import { slotsOfPhrase } from './phrases.js';
import { service, serviceSettings } from './scenario-service.js';
import { stepOf } from './scenario-steps.js';
import type { Scenario, Slot, Turn } from './scenario.js';
import { actions, step } from './step-shapes.js';
import { text, texts, textsOf } from './texts.js';

const slot = either(list(text, 1), object({ values: nullable(texts), open: nullable(boolean) }));

const turn = keyed(
  {
    phrases: nullable(texts),
    typed: nullable(texts),
    pattern: nullable(withRule(text, patternProblems)),
    transcription: nullable(object({ error: required(text), code: nullable(text) })),
  },
  { steps: { steps: required(list(step, 1)) }, ...actions },
);

/** What a turn answers to must be said somehow. */
function turnIsReachable(given: unknown): readonly Problem[] {
  if (!isJsonObject(given)) return [];
  const isReachable = ['phrases', 'typed', 'pattern'].some((key) => (given[key] ?? null) !== null);
  return isReachable
    ? []
    : [problemAt([], { found: 'none of them', expected: 'phrases, typed or pattern' })];
}

function patternProblems(given: unknown): readonly Problem[] {
  if (typeof given !== 'string' || compiled(given) !== undefined) return [];
  return [problemAt([], { found: 'one that does not compile', expected: 'a regular expression' })];
}

/** Upper and lower case are the same, `.` matches line feeds as well. */
function compiled(pattern: string): RegExp | undefined {
  try {
    return new RegExp(pattern.trim(), 'isu');
  } catch {
    return undefined;
  }
}

/** The file of `--scenario`. */
export const scenarioFile = withRule(
  object({
    name: nullable(text),
    slots: nullable(map(slot)),
    turns: required(list(withRule(turn, turnIsReachable), 1)),
    greeting: nullable(text),
    again: nullable(text),
    fallback: nullable(text),
    unknown_speech: nullable(text),
    deaf: nullable(text),
    idle: nullable(text),
    interim: nullable(text),
    service: nullable(service),
  }),
  slotsAreDeclared,
);

function slotsAreDeclared(file: unknown): readonly Problem[] {
  if (!isJsonObject(file) || !isJsonArray(file['turns'])) return [];
  const declared = isJsonObject(file['slots']) ? Object.keys(file['slots']) : [];
  return file['turns'].flatMap((each, index) => {
    if (!isJsonObject(each)) return [];
    return ['phrases', 'typed'].flatMap((key) => {
      const given = each[key];
      const phrases = isJsonArray(given) ? given : [given];
      return phrases.flatMap((phrase, at) => {
        const used = typeof phrase === 'string' ? slotsOfPhrase(phrase) : [];
        const steps = ['turns', index, key, ...(isJsonArray(given) ? [at] : [])];
        return used
          .filter((name) => !declared.includes(name))
          .map((name) => undeclared(steps, name));
      });
    });
  });
}

function undeclared(steps: readonly (string | number)[], name: string): Problem {
  return problemAt(steps, { found: `{${name}}`, expected: 'only slots declared under "slots"' });
}

function scenarioOf(document: UserDocument): Scenario {
  const file = document.read(scenarioFile);
  const slots = Object.entries(file.slots ?? {});
  return {
    name: file.name?.trim() ?? document.path,
    slots: Object.fromEntries(slots.map(([name, given]) => [name, slotOf(given)])),
    turns: file.turns.map(turnOf),
    greeting: file.greeting?.trim() ?? 'Hello! How can I help you?',
    again: file.again?.trim() ?? 'Is there anything else?',
    fallback: file.fallback?.trim() ?? 'I did not catch that. You said: {{text}}',
    unknownSpeech:
      file.unknown_speech?.trim() ??
      "(I didn't catch that: {{seconds}} s of speech. Playing it back.)",
    deaf:
      file.deaf?.trim() ??
      '(Speech recognition is not available. Playing back {{seconds}} s of speech.)',
    idle: file.idle?.trim() ?? 'Are you still there?',
    interim: file.interim?.trim() ?? 'One moment, please.',
    service: serviceSettings(file.service ?? {}),
  };
}

function slotOf(given: Infer<typeof slot>): Slot {
  if (isJsonArray(given)) return { values: textsOf(given), open: false };
  return { values: textsOf(given.values), open: given.open ?? false };
}

function turnOf(given: Infer<typeof turn>): Turn {
  const { phrases, typed, pattern, transcription } = given;
  return {
    phrases: textsOf(phrases),
    typed: textsOf(typed),
    pattern: pattern ? compiled(pattern) : undefined,
    steps: 'steps' in given ? given.steps.map(stepOf) : [stepOf(given)],
    transcriptionError: transcription
      ? {
          message: transcription.error.trim(),
          type: 'server_error',
          code: transcription.code?.trim() ?? 'transcription_failed',
          param: null,
        }
      : undefined,
  };
}

/**
 * A scenario from the text of its YAML file.
 * @param path name of the file, for errors
 * @throws VoiceliveError exit code 2 with everything that is wrong
 */
export function parseScenario(content: string, path: string): Scenario {
  return scenarioOf(parseDocument(content, path));
}

/**
 * Reads a scenario file, or the default scenario when no path is given.
 * @param where names it in errors
 * @throws VoiceliveError exit code 2 when it cannot be read, or with everything that is wrong
 */
export function loadScenario(path?: string, where = 'flag --scenario'): Scenario {
  const file = path ?? join(packageRoot, 'src/emulator/scenarios/default.yaml');
  return scenarioOf(readDocument(file, where));
}
