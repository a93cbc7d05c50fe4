import { describe, expect, it } from 'vitest';
import {
  checkClientEvent,
  parseClientEvent,
  parseServerEvent,
} from '../../../src/protocol/parse.js';
import { formatProblem } from '../../../src/validation/problem.js';
import { validate } from '../../../src/protocol/validate.js';
import { isJsonObject } from '../../../src/shared/json.js';
import { readObservedErrors, readRecording, recordingNames } from './recordings.js';

describe.each(recordingNames)('recording %s', (name) => {
  const frames = readRecording(name);

  it('has only service events that parse as known', () => {
    const odd = frames
      .filter((frame) => frame.from === 'service')
      .map((frame) => parseServerEvent(JSON.stringify(frame.data)))
      .filter((frame) => frame.kind !== 'known');
    expect(odd).toEqual([]);
  });

  it('has no key or value of the service that the corrections do not know', () => {
    const problems = frames
      .filter((frame) => frame.from === 'service')
      .map((frame) => parseServerEvent(JSON.stringify(frame.data)))
      .flatMap((frame) =>
        frame.kind === 'known' ? validate('ServerEvent', frame.event, 'strict') : [],
      );
    expect(problems.map(formatProblem)).toEqual([]);
  });

  it('has only client events that would be allowed out', () => {
    const sent = frames.filter((frame) => frame.from === 'client').map((frame) => frame.data);
    expect(sent.flatMap(checkClientEvent).map(formatProblem)).toEqual([]);
    expect(sent.length).toBeGreaterThan(0);
    expect(sent.map((data) => parseClientEvent(JSON.stringify(data)).kind)).toEqual(
      sent.map(() => 'known'),
    );
  });
});

describe('errors observed on the service', () => {
  it('parse as known error events when they have a message', () => {
    const errors = readObservedErrors()
      .map((row) => row['error'])
      .filter((error) => isJsonObject(error) && 'message' in error);
    const kinds = errors.map(
      (error) => parseServerEvent(JSON.stringify({ type: 'error', error })).kind,
    );
    expect(kinds.length).toBeGreaterThan(5);
    expect(new Set(kinds)).toEqual(new Set(['known']));
  });
});
