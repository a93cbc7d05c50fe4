import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseDocument } from 'yaml';
import { messageOf, VoiceliveError } from '../../shared/errors.js';
import { isJsonObject } from '../../shared/json.js';
import { packageRoot } from '../../shared/paths.js';
import { slotsOfPhrase } from './phrases.js';
import { Reader } from './scenario-reader.js';
import { readService } from './scenario-service.js';
import { lineOr, readStep, stepKeys } from './scenario-steps.js';
import type { Scenario, Slot, Turn } from './scenario.js';
import type { ServiceError } from '../kernel/service-error.js';

function readTranscription(reader: Reader): ServiceError | undefined {
  if (!reader.present) return undefined;
  reader.object(['error', 'code']);
  const code = reader.at('code').present ? reader.at('code').text() : 'transcription_failed';
  return { message: reader.at('error').text(), type: 'server_error', code, param: null };
}

function readTurn(turn: Reader, slots: Readonly<Record<string, Slot>>): Turn {
  turn.object(['phrases', 'typed', 'transcription', 'steps', ...stepKeys]);
  const phrases = turn.at('phrases').texts();
  const typed = turn.at('typed').present ? turn.at('typed').texts() : [];
  for (const phrase of [...phrases, ...typed]) {
    for (const slot of slotsOfPhrase(phrase)) {
      if (slots[slot] === undefined) {
        turn.at('phrases').fail(`only slots that are declared under "slots", not {${slot}}`);
      }
    }
  }
  const steps = turn.at('steps');
  return {
    phrases,
    typed,
    steps: steps.present
      ? steps.list().map((step) => {
          step.object(stepKeys);
          return readStep(step);
        })
      : [readStep(turn)],
    transcriptionError: readTranscription(turn.at('transcription')),
  };
}

function readSlot(slot: Reader): Slot {
  if (Array.isArray(slot.value)) return { values: slot.texts(), open: false };
  slot.object(['values', 'open']);
  return {
    values: slot.at('values').present ? slot.at('values').texts() : [],
    open: slot.at('open').boolean(false),
  };
}

/**
 * A scenario from the text of its YAML file.
 * @param source name of the file, for error messages
 * @throws VoiceliveError `invalid-scenario` (exit code 2) with the path, what was found, and what was expected
 */
export function parseScenario(text: string, source: string): Scenario {
  const document = parseDocument(text);
  const [problem] = document.errors;
  if (problem !== undefined) {
    const [sentence = 'not YAML'] = problem.message.split('\n');
    throw new VoiceliveError(`${source}: ${sentence.replace(/:$/, '')}.`, {
      code: 'invalid-scenario',
      exitCode: 2,
      hint: 'A scenario is a YAML file; its format is described in docs/emulator.md.',
    });
  }
  // Through JSON, to leave only plain values: YAML can also produce dates, maps and cycles.
  const plain: unknown = JSON.parse(JSON.stringify(document.toJS({ maxAliasCount: 100 }) ?? null));
  const root = new Reader(isJsonObject(plain) ? plain : undefined, '', source);
  root.object([
    'name',
    'slots',
    'turns',
    'greeting',
    'again',
    'fallback',
    'unknown_speech',
    'deaf',
    'idle',
    'interim',
    'service',
  ]);
  const slots = root.at('slots').present
    ? Object.fromEntries(
        root
          .at('slots')
          .entries()
          .map(([name, slot]) => [name, readSlot(slot)]),
      )
    : {};
  return {
    name: root.at('name').present ? root.at('name').text() : source,
    slots,
    turns: root
      .at('turns')
      .list()
      .map((turn) => readTurn(turn, slots)),
    greeting: lineOr(root.at('greeting'), 'Hello! How can I help you?'),
    again: lineOr(root.at('again'), 'Is there anything else?'),
    fallback: lineOr(root.at('fallback'), 'I did not catch that. You said: {{text}}'),
    unknownSpeech: lineOr(
      root.at('unknown_speech'),
      "(I didn't catch that: {{seconds}} s of speech. Playing it back.)",
    ),
    deaf: lineOr(
      root.at('deaf'),
      '(Speech recognition is not available. Playing back {{seconds}} s of speech.)',
    ),
    idle: lineOr(root.at('idle'), 'Are you still there?'),
    interim: lineOr(root.at('interim'), 'One moment, please.'),
    service: readService(root.at('service')),
  };
}

/**
 * Reads a scenario file, or the default scenario when no path is given.
 * @throws VoiceliveError `scenario-not-readable` or `invalid-scenario`, exit code 2
 */
export async function loadScenario(path?: string): Promise<Scenario> {
  const file = path ?? join(packageRoot, 'src/emulator/scenarios/default.yaml');
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    throw new VoiceliveError(`The scenario ${file} cannot be read: ${messageOf(error)}`, {
      code: 'scenario-not-readable',
      exitCode: 2,
      hint: 'Give the path of a YAML file.',
      cause: error,
    });
  }
  return parseScenario(text, file);
}
