import { expect, test } from 'vitest';
import { explainCloseCode } from '../../../src/transport/close-codes.js';

test.each([1001, 1006, 1011, 1012, 1013, 1014])(
  'close code %i is worth another connection',
  (code) => {
    expect(explainCloseCode(code).retryable).toBe(true);
  },
);

test.each([1000, 1002, 1003, 1005, 1007, 1008, 1009, 1010, 3000, 4000, 4999])(
  'close code %i is final',
  (code) => {
    expect(explainCloseCode(code).retryable).toBe(false);
  },
);

test('an unknown code is named', () => {
  expect(explainCloseCode(4321).meaning).toContain('4321');
});
