import { describe, expect, it } from 'vitest';
import { parseFaults } from '../../../../src/emulator/faults/fault-file.js';
import { VoiceliveError } from '../../../../src/shared/errors.js';

function complaint(yaml: string): string {
  try {
    parseFaults(yaml, 'mine.yaml');
  } catch (error) {
    if (!(error instanceof VoiceliveError)) throw error;
    expect(error.exitCode).toBe(2);
    return error.message;
  }
  return 'no complaint';
}

describe('a file of faults', () => {
  it('reads every kind', () => {
    const faults = parseFaults(
      `
- { drop: true, at: handshake, connection: 2 }
- { stall: true, at: response, nth: 3 }
- { delay_ms: 500, at: response.audio.delta, times: always }
- { close: 1011, at: session.updated }
- { close: { code: 4000, reason: bye }, at: response.create, connection: [1, 3] }
- { expire: true, at: response.done, times: 2 }
- { withhold: true, at: response.done, probability: 0.5 }
- { duplicate: true, at: conversation.item.created }
- { garble: json, at: response.text.delta }
- { refuse: 503 }
- { refuse: { status: 403, body: { error: no }, retry_after_s: 2 }, at: handshake }
- { rate_limit: true }
- { rate_limit: { retry_after_s: 20 }, at: response.create }`,
      'mine.yaml',
    );
    expect(faults).toHaveLength(13);
  });

  it.each([
    [
      '- drop: true\n  at: respons.created',
      '2:7: [0].at: expected one of "response.created", ',
      'Did you mean "response.created"?',
    ],
    ['- drop: true', '1:3: [0].at: missing'],
    ['- dorp: true\n  at: response', '1:3: [0].dorp: unknown key. Did you mean "drop"?'],
    ['- drop: true\n  expire: true\n  at: response', '; found "expire" and "drop"'],
    ['- drop: true\n  at: response\n  nht: 2', '3:3: [0].nht: unknown key. Did you mean "nth"?'],
    ['- close: 1006\n  at: response', '1:10: [0].close: expected a code that a close frame can'],
    ['- close: 2000\n  at: response', '1:10: [0].close: expected a code that a close frame can'],
    ['- close: 1011\n  at: handshake', '2:7: [0].at: expected one of'],
    ['- withhold: true\n  at: handshake', '2:7: [0].at: expected one of'],
    ['- refuse: 200', '1:11: [0].refuse: expected an HTTP status from 400 to 599; found 200.'],
    ['- refuse: 503\n  at: response', '2:7: [0].at: expected "handshake"; found "response".'],
    ['- rate_limit: true\n  at: response.done', '2:7: [0].at: expected one of'],
    ['- drop: true\n  at: handshake\n  nth: 2', '3:8: [0].nth: expected no "nth" at the handshake'],
    ['- drop: true\n  at: input\n  probability: 0', '3:16: [0].probability: expected'],
    ['- drop: true\n  at: input\n  times: 0', '3:10: [0].times: expected a whole number from 1'],
    ['- delay_ms: -1\n  at: input', '1:13: [0].delay_ms: expected'],
    ['drop: true', '1:1: expected a list of faults'],
    ['- at: response', '1:3: [0]: expected exactly one of "close", "expire", '],
  ])('finds what is wrong in %j', (yaml, ...parts) => {
    const message = complaint(yaml);
    for (const part of parts) expect(message).toContain(part);
    expect(message.split('\n')).toHaveLength(1);
  });
});
