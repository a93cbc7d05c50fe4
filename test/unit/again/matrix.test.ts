import { describe, expect, it } from 'vitest';
import { labelOf, matrixKeys, parseMatrix } from '../../../src/again/matrix.js';
import { VoiceliveError } from '../../../src/shared/errors.js';

function problemOf(...given: readonly string[]): VoiceliveError {
  try {
    parseMatrix(given);
  } catch (thrown) {
    if (thrown instanceof VoiceliveError) return thrown;
  }
  throw new Error(`${given.join(' ')} was accepted`);
}

describe('a matrix', () => {
  it('is every combination of its values, the last key changing fastest', () => {
    const runs = parseMatrix(['turn-detection=server_vad,azure_semantic_vad', 'silence=300,500']);
    expect(runs.map(labelOf)).toEqual([
      'turn-detection=server_vad silence=300',
      'turn-detection=server_vad silence=500',
      'turn-detection=azure_semantic_vad silence=300',
      'turn-detection=azure_semantic_vad silence=500',
    ]);
    expect(runs[3]).toMatchObject({
      flags: { turnDetection: 'azure_semantic_vad' },
      detection: { silence_duration_ms: 500 },
    });
  });

  it('is one run without changes when nothing is given', () => {
    expect(parseMatrix([])).toEqual([{ settings: {}, flags: {}, detection: {} }]);
  });

  it('changes fields of the turn detection', () => {
    expect(parseMatrix(['silence=0', 'threshold=0.25', 'prefix=300'])[0]?.detection).toEqual({
      silence_duration_ms: 0,
      threshold: 0.25,
      prefix_padding_ms: 300,
    });
  });

  it('switches flags without a value on and off, those that start with no- too', () => {
    const [both, neither] = parseMatrix(['half-duplex=on,off', 'barge-in=off']);
    expect(both?.flags).toEqual({ halfDuplex: true, bargeIn: false });
    expect(neither?.flags).toEqual({ halfDuplex: undefined, bargeIn: false });
    expect(problemOf('half-duplex=yes').message).toContain('expected on or off');
  });

  it('keeps a value in JSON together', () => {
    const runs = parseMatrix(['voice=alloy,{"type":"openai","name":"a,b"}']);
    expect(runs.map(({ flags }) => flags['voice'])).toEqual([
      'alloy',
      '{"type":"openai","name":"a,b"}',
    ]);
  });

  it.each([
    ['turn-detction=server_vad', 'Did you mean turn-detection?'],
    ['silense=300', 'Did you mean silence?'],
    ['toString=1', 'Did you mean'],
  ])('names the nearest key: %s', (given, hint) => {
    const { exitCode, hint: named } = problemOf(given);
    expect(exitCode).toBe(2);
    expect(named).toContain(hint);
  });

  it.each([
    [['silence'], 'expected KEY=VALUE'],
    [['silence='], 'expected KEY=VALUE'],
    [['silence=300,,500'], 'expected KEY=VALUE'],
    [['silence=fast'], 'whole number of milliseconds'],
    [['threshold=2'], 'number from 0 to 1'],
    [['silence=1', 'silence=2'], 'each key once'],
    [['silence=1,2,3,4,5,6,7,8,9', 'prefix=1,2,3,4,5,6,7,8'], 'at most 64 combinations'],
  ])('refuses %j', (given, message) => {
    expect(problemOf(...given)).toMatchObject({ exitCode: 2 });
    expect(problemOf(...given).message).toContain(message);
  });

  it('has no key for what is only printed or written', () => {
    for (const key of ['json', 'record', 'speaker', 'timeout', 'color', 'ptt-key', 'mic'])
      expect(matrixKeys).not.toContain(key);
  });
});
