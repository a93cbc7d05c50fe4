import { readFile, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import type { Mutation } from './prove/mutation.js';
import { mutations } from './prove/mutations.js';
import { isUnder } from './prove/mutated-tests.js';
import { runEveryTest, type TestResult } from './prove/run-tests.js';
import { apply, inScratchCopy, pathOf } from './prove/scratch-copy.js';

/**
 * Breaks the behaviour of every row of docs/protocol.md on purpose and expects the row's own tests to fail: each mistake
 * runs the tests of its table once, in a copy of the tree, with the mistake turned on for the row that a test is about.
 * `npm run prove:protocol -- WORD …` tries only the mistakes whose name or table contains a word. Exit code 1 when a row
 * is broken and its test passes.
 */
const limits = { deadlineMs: 240_000, workers: 2 };

/** Runs the proofs with a mistake in each row's behaviour; without one, nothing is broken. */
async function testsWith(
  mutation: Pick<Mutation, 'tests'> & Partial<Mutation>,
): Promise<readonly TestResult[]> {
  const paths = await Promise.all(mutation.tests.map((test) => pathOf('test', test)));
  return inScratchCopy(async (folder) => {
    if (isWhole(mutation)) await apply(mutation, folder);
    for (const path of paths) {
      const file = join(folder, path);
      const mutant = relative(join(file, '..'), join(folder, 'scripts/prove/mutant.js'));
      await writeFile(file, `import '${mutant}';\n${await readFile(file, 'utf8')}`);
    }
    return runEveryTest(folder, paths, limits);
  });
}

function isWhole(mutation: Partial<Mutation>): mutation is Mutation {
  return mutation.by !== undefined;
}

const words = process.argv.slice(2).map((word) => word.toLowerCase());
const wanted = mutations.filter(({ family, name }) => {
  const text = `${family} ${name}`.toLowerCase();
  return words.length === 0 || words.some((word) => text.includes(word));
});
const startedMs = Date.now();

const tests = [...new Set(wanted.flatMap((mutation) => mutation.tests))];
const unbroken = await testsWith({ tests });
const failed = unbroken.filter(({ passed }) => !passed);
if (unbroken.length === 0 || failed.length > 0) {
  console.error(`The tests do not pass as they are: ${failed[0]?.title ?? 'they did not run'}`);
  process.exitCode = 1;
} else {
  console.log(`Unbroken: ${unbroken.length} tests passed.`);
  let broken = 0;
  let survived = 0;
  for (const mutation of wanted) {
    const results = (await testsWith(mutation)).filter(({ title }) => isUnder(mutation, title));
    // A mistake in the mistake detects nothing.
    const survivors = results.filter(({ passed, why }) => passed || why.includes('mutant'));
    broken += results.length;
    survived += survivors.length;
    const detected = results.length - survivors.length;
    console.log(`${mutation.family.padEnd(16)} ${mutation.name}: ${detected} of ${results.length}`);
    for (const { title, why } of survivors) console.log(`  SURVIVED ${title} ${why}`);
    if (results.length === 0) survived += 1;
  }
  const seconds = Math.round((Date.now() - startedMs) / 1000);
  console.log(`${broken} rows and values broken, ${survived} survived; ${seconds} s.`);
  if (survived > 0) process.exitCode = 1;
}
