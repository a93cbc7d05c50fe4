import {
  boolean,
  called,
  either,
  explained,
  json,
  keyed,
  list,
  object,
  oneOf,
  optional,
  range,
  ref,
  required,
  string,
  yes,
} from '../../validation/build-shape.js';
import type { Fields } from '../../validation/shape.js';
import { duration } from './durations.js';
import { judge, turnExpect } from './expectations.js';
import { awaited, moment } from './moments.js';
import { requestSession } from './session-shape.js';
import { noise, speechVoice } from './sounds.js';
import { text } from './texts.js';
import { variablesShape } from './variables.js';

/** Steps of a script, `repeat` written out. */
export const maxSteps = 10_000;

/** Keys of every step but `repeat` and `include`. */
export const commonFields = {
  at: explained('when the step is done', optional(moment)),
  timeout: explained('limit for the step and its answer; without it 30 s', optional(duration)),
  expect: explained('what must be true of the answer', optional(turnExpect)),
  judge: explained('the same as judge in expect', optional(judge)),
};

function step<Own extends Fields>(own: Own): Own & typeof commonFields {
  return { ...own, ...commonFields };
}

const spoken = {
  push_to_talk: explained('hold the push-to-talk key while it sounds', optional(boolean)),
};
const toolName = called(either(yes, text), 'true, or the name of a tool');

const toolResult = called(
  object({
    tool: required(text),
    output: required(called(either(string, json), 'text or an object')),
    ok: optional(boolean),
  }),
  '{tool, output, ok}',
);

/** The fields of a step for each thing that it can do; the one named like the step says what. */
export const stepFields = {
  text: step({ text: explained('type a turn', required(text)) }),
  say: step({
    say: explained('speak a turn', required(text)),
    voice: explained('who speaks', optional(speechVoice)),
    ...spoken,
  }),
  play: step({
    play: explained('play a WAV file as the microphone', required(text)),
    said: explained('the words in it, for the word error rate', optional(text)),
    ...spoken,
  }),
  image: step({ image: explained('show an image: a file, or an https URL', required(text)) }),
  silence: step({
    silence: explained('keep the microphone silent for this long', required(duration)),
  }),
  noise: step({
    noise: explained('mix noise under the microphone from now on, or end it', required(noise)),
  }),
  interrupt: step({ interrupt: explained('interrupt the reply', required(yes)) }),
  cancel: step({ cancel: explained('cancel the response only', required(yes)) }),
  truncate: step({
    truncate: explained('truncate the reply where it was heard to', required(yes)),
  }),
  clear: step({ clear: explained('discard the audio that was not committed', required(yes)) }),
  commit: step({ commit: explained('commit the audio so far as a turn', required(yes)) }),
  send: step({
    send: explained('send a client event', required(called(ref('ClientEvent'), 'a client event'))),
  }),
  session: step({
    session: explained('change options of the session', required(requestSession)),
  }),
  approve: step({
    approve: explained('approve the waiting tool call, or that of this tool', required(toolName)),
    for: explained('this once, or for the session', optional(oneOf('once', 'session'))),
  }),
  deny: step({
    deny: explained('deny the waiting tool call, or that of this tool', required(toolName)),
  }),
  tool_result: step({
    tool_result: explained(
      'answer the next call of a tool in place of the tool',
      required(toolResult),
    ),
  }),
  disconnect: step({
    disconnect: explained('break the connection, as a network would', required(yes)),
  }),
  wait: step({ wait: explained('wait for a moment', required(awaited)) }),
  repeat: {
    repeat: explained('how often to do the turns below', required(range('integer', 1, maxSteps))),
    turns: explained(
      'the turns to repeat',
      required(called(list(ref('turn'), 1), 'a list of turns')),
    ),
  },
  include: {
    include: explained('do the turns of another script, with its vars below', required(text)),
    vars: explained('variables for that script', optional(variablesShape)),
  },
} as const;

/** Steps that belong to what goes on: without `at` they are done at once. */
export const immediateSteps: readonly string[] = [
  'silence',
  'noise',
  'interrupt',
  'cancel',
  'truncate',
  'clear',
  'commit',
  'approve',
  'deny',
  'tool_result',
  'wait',
];

/** A turn: typed text, or a step. */
export const turn = called(either(text, keyed({}, stepFields)), 'text, or a step');
