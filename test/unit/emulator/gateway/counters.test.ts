import { expect, it } from 'vitest';
import { Counters } from '../../../../src/emulator/gateway/counters.js';

it('counts everything, and logs the first and each doubling', () => {
  const lines: string[] = [];
  const counters = new Counters((line) => lines.push(line));
  for (let index = 0; index < 1000; index += 1) counters.count('too many sockets', 'a detail');
  counters.count('failed accepts', 'EMFILE');
  expect(counters.read()).toMatchObject({ 'too many sockets': 1000, 'failed accepts': 1 });
  expect(lines).toHaveLength(11);
  expect(lines[0]).toBe('too many sockets: 1 so far (a detail)');
});
