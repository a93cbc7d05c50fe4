import { expect, it } from 'vitest';
import { Cleanup } from '../../../../src/cli/session/cleanup.js';

it('closes in reverse order, each once, also after one that fails', async () => {
  const closer = new Cleanup(
    (text) => text,
    () => undefined,
  );
  const closed: string[] = [];
  for (const name of ['first', 'second', 'third'])
    closer.add(() => {
      closed.push(name);
      return name === 'second' ? Promise.reject(new Error(name)) : Promise.resolve();
    });
  await closer.close();
  await closer.close();
  expect(closed).toEqual(['third', 'second', 'first']);
});

it('closes at once what was opened only after the end, and says that nothing more is wanted', async () => {
  const closer = new Cleanup(
    (text) => text,
    () => undefined,
  );
  expect(() => {
    closer.check();
  }).not.toThrow();
  await closer.close();
  let closed = 0;
  closer.add(() => {
    closed += 1;
    return Promise.resolve();
  });
  expect(closed).toBe(1);
  expect(() => {
    closer.check();
  }).toThrow('closed while it was opened');
});
