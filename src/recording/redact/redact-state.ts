import { shapes } from '../../protocol/generated/shapes.js';
import type { SessionState } from '../../session/state.js';
import { isJsonArray, isJsonObject, toJson, type JsonObject } from '../../shared/json.js';
import { fits } from '../../validation/validate.js';
import { stateShape } from '../lines/state-shape.js';
import { recordedState } from '../lines/write-header.js';
import { blankShape } from './blank-shape.js';

/** A state without words: that with which the recording of a session begins that had begun before. */
export function redactState(state: SessionState): SessionState {
  const blanked = blankShape(stateShape, recordedState(state));
  const fields = isJsonObject(blanked) ? blanked : {};
  const redacted = {
    ...fields,
    transcript: entriesOf(fields['transcript']).map((entry, index) => ({
      ...withoutSpokenWord(entry),
      // The screen tells entries apart by it. It is an id, or made of one.
      key: state.transcript[index]?.key ?? '',
    })),
    // The size of an event would tell the length of a word.
    log: entriesOf(fields['log']).map((entry) => ({ ...entry, bytes: 0 })),
    response: { ...fieldsOf(fields['response']), ...responseIds(state) },
    latency: { ...fieldsOf(fields['latency']), responses: [...state.latency.responses] },
  };
  const known = toJson(redacted);
  if (!fits(stateShape, known, 'strict', shapes))
    throw new Error('the redacted state is not a state');
  return known;
}

function responseIds({ response }: SessionState): JsonObject {
  const { stale, withdrawn, finished } = response;
  return { stale: [...stale], withdrawn: [...withdrawn], finished: [...finished] };
}

/** Where the word that is being spoken was in the text tells how long words are. */
function withoutSpokenWord(entry: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(entry).filter(([key]) => key !== 'spoken'));
}

function entriesOf(value: unknown): readonly JsonObject[] {
  return isJsonArray(value) ? value.filter(isJsonObject) : [];
}

function fieldsOf(value: unknown): JsonObject {
  return isJsonObject(value) ? value : {};
}
