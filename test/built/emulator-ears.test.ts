import { afterAll, beforeAll, expect, it } from 'vitest';
import { createRecognitionThread } from '../../src/emulator/recognition/recognition-thread.js';
import type { RecognitionThread } from '../../src/emulator/recognition/recognition-thread.js';
import { loadScenario } from '../../src/emulator/scenario/scenario-file.js';
import { spokenPhrases } from '../../src/emulator/scenario/phrases.js';
import { say, turnOf } from '../../scripts/ears/say.js';
import { patienceMs } from '../helpers/patience.js';

/** A few of the cases of `npm run measure:ears`: text, voice of espeak-ng, words a minute, dB above the noise. */
type Case = readonly [text: string, voice: string, wordsPerMinute: number, snrDb?: number];

const spoken: readonly Case[] = [
  ['what time is it', 'en-us', 175],
  ['hello', 'en-gb', 175, 20],
  ['who are you', 'en-us+m3', 150, 10],
  ['help me please', 'en-gb-scotland', 150],
  ['tell me the weather in Rome', 'en-us+f3', 130, 20],
  ['tell me the weather in Tokyo', 'en-us+m7', 200, 10],
  ['what is the weather in Oslo', 'en-us+f2', 175, 10],
  ['what is the weather like in Madrid', 'en-us+Andy', 150, 20],
  ['please count', 'en-us', 200, 10],
  ['a story please', 'en-gb', 150, 10],
  ['show me an error', 'en-us+f2', 130],
  ['count aloud', 'en-us+m3', 150, 20],
];
const others: readonly Case[] = [
  ['my train leaves in twenty minutes', 'en-us', 175],
  ['where did I put my keys', 'en-us+f3', 150, 20],
  ['how much does a new bicycle cost', 'en-gb', 175, 10],
  ['could you book a table for four people', 'en-us+m3', 130, 20],
  ['so she stopped singing and listened', 'en-us+f2', 200, 10],
];

/** Recognition gives way to everything else. */
const patient = { openDeadlineMs: 2 * patienceMs, answerDeadlineMs: 4 * patienceMs };
let ears: RecognitionThread;
beforeAll(async () => {
  const { turns, slots } = loadScenario();
  ears = await createRecognitionThread({ phrases: spokenPhrases(turns, slots), ...patient });
}, 3 * patienceMs);
afterAll(() => ears.close());

async function hear([text, voice, wordsPerMinute, snrDb]: Case): Promise<string> {
  const speech = await say(text, { program: 'espeak-ng', voice }, wordsPerMinute);
  if (speech === undefined) throw new Error('espeak-ng is not installed');
  const heard = await ears.recognise(turnOf(speech, snrDb, 1), speech.sampleRateHz);
  return heard ?? 'nothing';
}

async function hearAll(cases: readonly Case[]): Promise<readonly string[]> {
  const heard: string[] = [];
  for (const one of cases) heard.push(await hear(one));
  return heard;
}

it(
  'the ears understand the default scenario in many voices and in noise',
  async () => {
    expect(ears.available).toBe(true);
    const heard = await hearAll(spoken);
    const wrong = heard.filter((phrase, index) => phrase !== spoken[index]?.[0]);
    expect(wrong.length, `understood as: ${heard.join(', ')}`).toBeLessThanOrEqual(2);
  },
  10 * patienceMs,
);

it(
  'the ears do not take other sentences for a phrase',
  async () => {
    const heard = await hearAll(others);
    const taken = heard.filter((phrase) => phrase !== 'nothing');
    expect(taken.length, `understood as: ${heard.join(', ')}`).toBeLessThanOrEqual(1);
  },
  10 * patienceMs,
);
