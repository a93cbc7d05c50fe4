import {
  boolean,
  either,
  json,
  keyed,
  list,
  nullable,
  number,
  object,
  oneOf,
  required,
  withRule,
} from '../../validation/build-shape.js';
import { emittedProblems } from './emitted.js';
import { objects, text, texts } from './texts.js';

const toolLines = {
  then: nullable(text),
  otherwise: nullable(text),
  without_tool: nullable(text),
};
const call = object({ name: required(texts), arguments: nullable(json) });
const event = withRule(json, emittedProblems);

/** The fields of a step for each thing that it can do; the one named like the action says what. */
export const actions = {
  say: {
    say: required(text),
    annotations: nullable(objects),
    cut_off: nullable(oneOf('content_filter', 'max_output_tokens')),
  },
  call: { call: required(either(call, list(call, 1))), ...toolLines },
  mcp: {
    mcp: required(
      object({ server: nullable(text), tool: required(text), arguments: nullable(json) }),
    ),
    ...toolLines,
  },
  web_search: { web_search: required(either(text, object({ queries: required(texts) }))) },
  file_search: {
    file_search: required(
      either(text, object({ queries: required(texts), results: nullable(objects) })),
    ),
  },
  agent: {
    agent: required(
      object({
        name: required(text),
        arguments: nullable(json),
        output: nullable(text),
        error: nullable(text),
      }),
    ),
  },
  emit: { emit: required(either(event, list(event, 1))) },
  wait_ms: { wait_ms: required({ ...number, above: 0 }) },
  expire: { expire: required(boolean) },
  error: {
    error: required(
      object({
        code: nullable(text),
        message: required(text),
        type: nullable(oneOf('invalid_request_error', 'server_error')),
        param: nullable(text),
        where: nullable(oneOf('event', 'response')),
      }),
    ),
  },
  silence: { silence: required(boolean) },
} as const;

/** One thing that the assistant does. */
export const step = keyed({}, actions);
