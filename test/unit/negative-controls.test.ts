import { describe, expect, it } from 'vitest';
import { pathOf, weakened } from '../../scripts/prove/scratch-copy.js';
import { messageOf } from '../../src/shared/errors.js';
import { promises } from '../../scripts/prove/weakenings.js';

const controls = promises.flatMap(({ weakenings }) => weakenings);

describe('negative controls', () => {
  it('still apply to the program: what each weakens stands in its file once, and its tests exist', async () => {
    const checked = await Promise.allSettled(
      controls.map(async (control) => {
        await weakened(control);
        await Promise.all(control.tests.map((test) => pathOf('test', test)));
      }),
    );
    const problems = checked.flatMap((each) =>
      each.status === 'rejected' ? [messageOf(each.reason)] : [],
    );
    expect(problems).toEqual([]);
    expect(checked.length).toBeGreaterThan(50);
  });

  it('have names of their own', () => {
    const names = promises.flatMap(({ promise, weakenings }) =>
      weakenings.map(({ name }) => `${promise}: ${name}`),
    );
    expect(new Set(names).size).toBe(names.length);
  });
});
