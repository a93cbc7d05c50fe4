import { shapes } from '../../protocol/generated/shapes.js';
import {
  boolean,
  called,
  explained,
  keyed,
  list,
  object,
  optional,
  range,
  ref,
  required,
  string,
} from '../../validation/build-shape.js';
import type { ShapeTable } from '../../validation/shape.js';
import { duration } from './durations.js';
import { eventType, judge, sessionExpect, turnExpect, votes } from './expectations.js';
import { count, limitShape } from './limits.js';
import { moment } from './moments.js';
import { optionsShape } from './options.js';
import { requestSession } from './session-shape.js';
import { speechVoice, steadyNoise } from './sounds.js';
import { turn } from './steps.js';
import { textMatch } from './text-matches.js';
import { text } from './texts.js';
import { variablesShape } from './variables.js';

export const judgeSettingsFields = {
  model: explained('model that judges', optional(text)),
  url: explained('OpenAI-compatible service, up to and with /v1', optional(text)),
  key_from: explained('environment variable with its key', optional(text)),
  votes: explained('how often it is asked; the majority decides (default: 1)', optional(votes)),
};

export const judgeSettings = called(object(judgeSettingsFields), '{model, url, key_from, votes}');

export const callerFields = {
  instructions: explained('how the caller behaves', required(text)),
  goal: explained('what the caller wants to have reached', required(text)),
  voice: explained('voice of the caller', optional(text)),
  model: explained('model that plays the caller', optional(text)),
  patience: explained(
    'how long the caller waits for an answer before it speaks again (default: 10s)',
    optional(duration),
  ),
  interrupts: explained('speak while the agent does (default: false)', optional(boolean)),
  max_turns: explained(
    'turns of the caller before the conversation is ended (default: 10)',
    optional(range('integer', 1, 1000)),
  ),
  scenario: explained('scenario of the caller, with the emulator', optional(text)),
};

export const callerShape = called(object(callerFields), '{instructions, goal, …}');

/** Keys of a file that is included. */
const includedFields = {
  $schema: explained('JSON Schema of this file, for editors', optional(string)),
  name: explained('name of the script; without it, that of the file', optional(text)),
  vars: explained('variables and their default values', optional(variablesShape)),
};

export const scriptFields = {
  ...includedFields,
  session: explained(
    'options of the session as in session.update, or a file with them',
    optional(requestSession),
  ),
  options: explained('options of the program by flag, without the dashes', optional(optionsShape)),
  voice: explained('who says the turns of say', optional(speechVoice)),
  noise: explained('noise under the microphone from the start', optional(steadyNoise)),
  judge: explained('who judges', optional(judgeSettings)),
  expect: explained('what must be true when the session has ended', optional(sessionExpect)),
};

const turns = explained(
  'what the user does',
  required(called(list(ref('turn'), 1), 'a list of turns')),
);

/** A script file. */
export const scriptShape = keyed(scriptFields, {
  turns: { turns },
  caller: { caller: explained('a second session plays the user', required(callerShape)) },
});

/** A file that `include` names. */
export const includedShape = object({ ...includedFields, turns });

/** Shapes that those of scripts refer to, or that they use often. */
export const scriptTable: ShapeTable = {
  ...shapes,
  turn,
  expect: turnExpect,
  timeLimit: limitShape('ms'),
  limit: limitShape('count'),
  count,
  duration,
  moment,
  textMatch,
  judge,
  speechVoice,
  eventType,
};
