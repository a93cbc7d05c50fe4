import { runTests, type Outcome } from './prove/run-tests.js';
import { apply, inScratchCopy, pathOf, weakened } from './prove/scratch-copy.js';
import type { Weakening } from './prove/weakening.js';
import { promises } from './prove/weakenings.js';

/**
 * Breaks the promises of SECURITY.md on purpose, one at a time in a copy of the tree, and expects the tests to fail.
 * `npm run prove:safety -- WORD …` tries only the weakenings whose name or promise contains a word. Exit code 1 when the
 * tests notice one of them too little, or fail without any.
 */
const atOnce = 2;
const deadlineMs = 240_000;

interface Case extends Weakening {
  readonly promise: string;
  readonly paths: readonly string[];
}

function isWanted(weakening: Weakening, promise: string): boolean {
  const words = process.argv.slice(2).map((word) => word.toLowerCase());
  const text = `${promise} ${weakening.name}`.toLowerCase();
  return words.length === 0 || words.some((word) => text.includes(word));
}

async function caseOf(promise: string, weakening: Weakening): Promise<Case> {
  await weakened(weakening);
  const paths = await Promise.all(weakening.tests.map((test) => pathOf('test', test)));
  return { ...weakening, promise, paths };
}

function verdictOf(outcome: Outcome): { readonly word: string; readonly why: string } {
  switch (outcome.kind) {
    case 'failed':
      return { word: 'detected', why: outcome.firstFailure };
    case 'passed':
      return { word: 'SURVIVED', why: `${outcome.tests} tests passed` };
    case 'broken':
      return { word: 'UNDECIDED', why: outcome.reason };
  }
}

async function prove(each: Case): Promise<Outcome['kind']> {
  const outcome = await inScratchCopy(async (folder) => {
    await apply(each, folder);
    return runTests(folder, each.paths, { deadlineMs, workers: 1 });
  });
  const { word, why } = verdictOf(outcome);
  console.log(`${word.padEnd(10)} ${each.promise.padEnd(10)} ${each.name.padEnd(62)} ${why}`);
  return outcome.kind;
}

const cases = await Promise.all(
  promises.flatMap(({ promise, weakenings }) =>
    weakenings
      .filter((weakening) => isWanted(weakening, promise))
      .map((weakening) => caseOf(promise, weakening)),
  ),
);
const paths = [...new Set(cases.flatMap((each) => each.paths))].sort();
const unweakened = await inScratchCopy((folder) =>
  runTests(folder, paths, { deadlineMs: 2 * deadlineMs, workers: atOnce }),
);
if (unweakened.kind === 'passed') {
  console.log(`Unweakened: ${unweakened.tests} tests in ${paths.length} files passed.`);
  const left = [...cases];
  const outcomes: Outcome['kind'][] = [];
  const work = async (): Promise<void> => {
    for (let next = left.shift(); next !== undefined; next = left.shift())
      outcomes.push(await prove(next));
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  const count = (kind: Outcome['kind']): number => outcomes.filter((each) => each === kind).length;
  console.log(
    `${cases.length} weakenings: ${count('failed')} detected, ${count('passed')} survived, ${count('broken')} undecided.`,
  );
  if (count('failed') < cases.length) process.exitCode = 1;
} else {
  const { why } = verdictOf(unweakened);
  console.error(`The tests do not pass without any weakening: ${why}`);
  process.exitCode = 1;
}
