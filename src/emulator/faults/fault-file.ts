import { parseDocument, readDocument } from '../../documents/document.js';
import { tagsOf } from '../../protocol/validate.js';
import { isJsonObject } from '../../shared/json.js';
import {
  called,
  either,
  exactly,
  explained,
  json,
  keyed,
  list,
  matching,
  object,
  oneOf,
  optional,
  range,
  required,
  string,
  withRule,
  yes,
  type Typed,
} from '../../validation/build-shape.js';
import { problemAt, type Problem } from '../../validation/problem.js';
import type { StringShape } from '../../validation/shape.js';
import type { ClientPoint, Fault, ServerPoint } from './fault.js';

const maxFaults = 1000;
/** A day, which is longer than any session. */
const longestDelayMs = 24 * 60 * 60 * 1000;

const serverPoints = ['session', 'response', ...tagsOf('ServerEvent')];
const clientPoints = ['input', ...tagsOf('ClientEvent')];
const eventPoint: Typed<ClientPoint | ServerPoint, StringShape> = {
  kind: 'string',
  values: [...serverPoints, ...clientPoints],
};
const anyPoint: Typed<'handshake' | ClientPoint | ServerPoint, StringShape> = {
  kind: 'string',
  values: ['handshake', ...serverPoints, ...clientPoints],
};
const askingPoint: Typed<'handshake' | ClientPoint, StringShape> = {
  kind: 'string',
  values: ['handshake', ...clientPoints],
};

const ordinal = called(range('integer', 1), 'a whole number from 1');
const limits = {
  nth: explained('only the nth such event of a connection', optional(ordinal)),
  connection: explained(
    'only in these connections, counted from 1',
    optional(either(ordinal, list(ordinal, 1))),
  ),
  times: explained(
    'at most so often in all; default 1',
    optional(either(ordinal, oneOf('always'))),
  ),
  probability: explained(
    'chance of each time, drawn by the seed; default 1',
    optional({ ...range('number', undefined, 1), above: 0 }),
  ),
};
const atEvent = { at: required(eventPoint) };
const anywhere = { at: required(anyPoint) };
/** Codes that may be in a close frame (RFC 6455 section 7.4.2). */
const closeCode = withRule(range('integer', 1000, 4999), closeCodeProblems);
const closeReason = matching(/^[\x20-\x7e]{0,123}$/, 'at most 123 ASCII characters');
const status = called(range('integer', 400, 599), 'an HTTP status from 400 to 599');
const seconds = called(range('number', 0), 'seconds');

const fault = exactly<Fault>()(
  withRule(
    keyed(limits, {
      close: {
        close: explained(
          'close with this code',
          required(
            either(closeCode, object({ code: required(closeCode), reason: optional(closeReason) })),
          ),
        ),
        ...atEvent,
      },
      expire: {
        expire: explained('end the session as at its time limit', required(yes)),
        ...atEvent,
      },
      withhold: { withhold: explained('swallow the event', required(yes)), ...atEvent },
      duplicate: { duplicate: explained('pass the event twice', required(yes)), ...atEvent },
      garble: {
        garble: explained(
          'pass half of its JSON, or the event under an unknown type',
          required(oneOf('json', 'type')),
        ),
        ...atEvent,
      },
      refuse: {
        refuse: explained(
          'answer the handshake with an HTTP status',
          required(
            either(
              status,
              object({
                status: required(status),
                body: optional(either(string, json)),
                retry_after_s: optional(seconds),
              }),
            ),
          ),
        ),
        at: optional(oneOf('handshake')),
      },
      rate_limit: {
        rate_limit: explained(
          '429 at the handshake, or the error rate_limit_exceeded',
          required(either(yes, object({ retry_after_s: required(seconds) }))),
        ),
        at: optional(askingPoint),
      },
      // Last: a mistaken entry is compared with the last of those that it may be, and these go anywhere.
      drop: {
        drop: explained('end the connection without a close frame', required(yes)),
        ...anywhere,
      },
      stall: { stall: explained('let nothing through any more', required(yes)), ...anywhere },
      delay_ms: {
        delay_ms: explained(
          'pass the event, or answer the handshake, later',
          required(range('number', 0, longestDelayMs)),
        ),
        ...anywhere,
      },
    }),
    handshakeProblems,
  ),
);

/** The file of `--faults`: a list of what goes wrong. */
export const faultFile = called(list(fault, 0, maxFaults), 'a list of faults');

function closeCodeProblems(code: unknown): readonly Problem[] {
  if (typeof code !== 'number' || code < 1000 || code >= 3000) return [];
  const expected = 'a code that a close frame can carry; "drop: true" gives 1006';
  const isReserved = code > 1014 || [1004, 1005, 1006].includes(code);
  return isReserved ? [problemAt([], { found: String(code), expected })] : [];
}

function handshakeProblems(given: unknown): readonly Problem[] {
  if (!isJsonObject(given) || given['nth'] === undefined) return [];
  const { at = 'handshake' } = given;
  const expected = 'no "nth" at the handshake; "connection" counts them';
  return at === 'handshake' ? [problemAt(['nth'], { found: 'one', expected })] : [];
}

/**
 * Faults from the text of their YAML or JSON file.
 * @param path name of the file, for errors
 * @throws VoiceliveError exit code 2 with everything that is wrong
 */
export function parseFaults(content: string, path: string): readonly Fault[] {
  return parseDocument(content, path).read(faultFile);
}

/**
 * Reads a file of faults.
 * @param where names it in errors, e.g. `flag --faults`
 * @throws VoiceliveError exit code 2 when it cannot be read, or with everything that is wrong
 */
export function loadFaults(path: string, where: string): readonly Fault[] {
  return readDocument(path, where).read(faultFile);
}
