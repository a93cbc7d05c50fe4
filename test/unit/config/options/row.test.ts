import { expect, test } from 'vitest';
import { option, everySession } from '../../../../src/config/options/row.js';
import { oneOf, text } from '../../../../src/config/options/value-kinds.js';

const about = {
  name: 'some',
  flag: '--some <text>',
  group: 'output',
  help: 'some text',
  commands: everySession,
} as const;

/** The compiler checks these: an expected error that does not come is an error. */
test('a row has exactly one effect, for a value of its kind', () => {
  const rows = [
    option({ ...about, value: text, toSession: (instructions) => ({ instructions }) }),
    // @ts-expect-error a row needs an effect
    option({ ...about, value: text }),
    // @ts-expect-error a row cannot have two effects
    option({ ...about, value: text, usedBy: 'output', toSession: () => ({}) }),
    // @ts-expect-error session.update has no such field
    option({ ...about, value: text, toSession: (instruction) => ({ instruction }) }),
    // @ts-expect-error the default is not one of the choices
    option({ ...about, value: oneOf('a', 'b'), default: 'c', usedBy: 'output' }),
  ];
  expect(rows).toHaveLength(5);
});
