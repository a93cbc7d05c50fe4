import { describe, expect, it } from 'vitest';
import { parseCommand } from '../../../../src/session/commands/commands.js';
import { planned } from '../planned.js';
import { useTemporaryFolder } from '../temporary-folder.js';

const folder = useTemporaryFolder();

describe('limits of metadata', () => {
  const pairs = (count: number) =>
    Object.fromEntries(Array.from({ length: count }, (_, index) => [`k${String(index)}`, 'v']));

  it.each([
    ['16 pairs', pairs(16), undefined],
    ['17 pairs', pairs(17), 'expected at most 16; found 17 pairs'],
    ['a key of 64 characters', { ['k'.repeat(64)]: 'v' }, undefined],
    ['a key of 65 characters', { ['k'.repeat(65)]: 'v' }, 'a key of 65 characters'],
    ['a value of 512 characters', { k: 'v'.repeat(512) }, undefined],
    ['a value of 513 characters', { k: 'v'.repeat(513) }, 'a value of 513 characters'],
  ])('%s', async (_what, metadata, problem) => {
    const file = folder.write('session.json', JSON.stringify({ metadata }));
    const plan = planned({ session: file });
    if (problem === undefined) expect((await plan).plan.session.metadata).toEqual(metadata);
    else await expect(plan).rejects.toThrow(problem);
    const command = parseCommand(`/session ${JSON.stringify({ metadata })}`);
    expect(command.kind).toBe(problem === undefined ? 'intent' : 'problem');
  });
});
