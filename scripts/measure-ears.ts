import { cpus, loadavg } from 'node:os';
import { createRecognitionThread } from '../src/emulator/recognition/recognition-thread.js';
import { loadScenario } from '../src/emulator/scenario/scenario-file.js';
import { spokenPhrases } from '../src/emulator/scenario/phrases.js';
import { percentile, tenth } from './bench/figures.js';
import { buildBundle } from './build.js';
import { casesOf, tallyOf, type Heard } from './ears/cases.js';
import { say, turnOf } from './ears/say.js';

/**
 * Measures the emulator's ears (E7) on two threads, and prints a table; never fails. `-- --every N` takes every Nth case
 * (in an order that mixes voices, speeds and noise); the whole is 6,624 cases, hours on two busy cores.
 */
const at = process.argv.indexOf('--every');
const every = at === -1 ? 1 : Number(process.argv[at + 1]);
if (!Number.isInteger(every) || every < 1) throw new Error('--every needs a whole number');
await buildBundle({ clean: false });
const { turns, slots } = loadScenario();
const phrases = spokenPhrases(turns, slots);
const cases = casesOf().filter((_, index) => index % every === 0);
const heard: Heard[] = [];
const tookMs: number[] = [];
const missing = new Set<string>();
let next = 0;

async function listen(): Promise<void> {
  const ears = await createRecognitionThread({
    phrases,
    openDeadlineMs: 120_000,
    answerDeadlineMs: 120_000,
  });
  if (!ears.available) throw new Error(ears.warnings.join('; '));
  for (;;) {
    const seed = next;
    const one = cases[next];
    next += 1;
    if (one === undefined) break;
    const speech = await say(one.text, one.speaker, one.wordsPerMinute);
    if (speech === undefined) {
      missing.add(one.speaker.program);
      continue;
    }
    const turn = turnOf(speech, one.snrDb, seed);
    const from = performance.now();
    heard.push({ ...one, phrase: await ears.recognise(turn, speech.sampleRateHz) });
    tookMs.push(performance.now() - from);
  }
  await ears.close();
}

await Promise.all([listen(), listen()]);
for (const program of missing) console.log(`${program} is missing: its voices were left out.`);
console.log(tallyOf(heard));
console.log(
  `\n${heard.length} cases; recognition p50 ${tenth(percentile(tookMs, 0.5))} ms, p90 ${tenth(percentile(tookMs, 0.9))} ms; ` +
    `load ${tenth(loadavg()[0] ?? 0)} of ${cpus().length} cores, Node ${process.version}`,
);
