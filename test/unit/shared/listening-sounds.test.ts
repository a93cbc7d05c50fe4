import { expect, it } from 'vitest';
import { isRemark } from '../../../src/shared/listening-sounds.js';

it.each(['(0.4 s of speech)', ' (coughs) ', '[laughter]'])('"%s" is a remark, no words', (text) => {
  expect(isRemark(text)).toBe(true);
});

it.each(['Wait (no)', '(one) and (two)', 'mhm', ''])('"%s" is none', (text) => {
  expect(isRemark(text)).toBe(false);
});
