import { describe, expect, it } from 'vitest';
import { isUnder } from '../../../scripts/prove/mutated-tests.js';
import { mutations } from '../../../scripts/prove/mutations.js';
import { pathOf, weakened } from '../../../scripts/prove/scratch-copy.js';
import { clientWays } from '../../protocol-coverage/client-ways.js';
import { proofs } from '../../protocol-coverage/proofs.js';
import {
  clientEventTable,
  responseOptionTable,
  serverEventTable,
  sessionOptionTable,
  type CoverageTable,
} from '../../protocol-coverage/tables.js';

/** The beginning of the title of a test, for each row. */
function titlesOf({ rows }: CoverageTable, then: string): readonly string[] {
  return rows.map(([name = '']) => `${name.replaceAll('`', '')}${then}`);
}

const ways = Object.entries(clientWays).flatMap(([type, each]) =>
  each.map(({ way }) => `${type}: ${way}`),
);

describe('npm run prove:protocol', () => {
  it.each([
    ['serverEvents', titlesOf(serverEventTable(), ': shows')],
    ['clientEvents', [...titlesOf(clientEventTable(), ': /send'), ...ways]],
    ['sessionOptions', titlesOf(sessionOptionTable(), ' = 1')],
    ['responseOptions', titlesOf(responseOptionTable(), ' = 1')],
  ])('breaks every row of the %s', (family, titles) => {
    const own = mutations.filter((mutation) => mutation.family === family);
    const spared = titles.filter((title) => !own.some((mutation) => isUnder(mutation, title)));
    expect(spared).toEqual([]);
  });

  it.each(mutations.map((mutation) => [`${mutation.family}: ${mutation.name}`, mutation] as const))(
    'still applies: %s',
    async (_title, mutation) => {
      await weakened(mutation);
      const tests = await Promise.all(mutation.tests.map((test) => pathOf('test', test)));
      expect(tests).toEqual([proofs[mutation.family].file]);
    },
  );
});
