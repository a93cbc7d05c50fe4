import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inspectRecording } from '../../../src/analysis/inspect-recording.js';
import type { RecordingReport } from '../../../src/analysis/report.js';
import { writeKnown, type KnownConversation } from '../../helpers/known-recording.js';
import { seeded } from '../../helpers/random-session.js';

/** A frame of audio: how exact every measured figure must be. */
const frameMs = 20;

let folder = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'voicelive-inspect-'));
});

afterAll(() => rm(folder, { recursive: true }));

async function inspected(name: string, known: KnownConversation): Promise<RecordingReport> {
  const path = join(folder, name);
  await writeKnown(path, known);
  return (await inspectRecording(path)).report;
}

function expectWithin(measured: number | undefined, truth: number): void {
  expect(Math.abs((measured ?? Number.NaN) - truth)).toBeLessThanOrEqual(frameMs);
}

describe('a conversation of which every sample is known, in noise 20 dB below the voice', () => {
  let report: RecordingReport;

  beforeAll(async () => {
    report = await inspected('known', {
      seconds: 30,
      noiseDb: -20,
      speech: [
        { fromMs: 1000, toMs: 2503, text: 'Tell me a story.' },
        { fromMs: 7004, toMs: 8511, text: 'Wait, another one.' },
        { fromMs: 15_013, toMs: 15_322, text: '' },
        { fromMs: 20_000, toMs: 21_111, text: 'Thanks.' },
      ],
      replies: [
        {
          fromMs: 3107,
          toMs: 7154,
          receivedMs: 9000,
          text: 'Once upon a time there was a fox who lived in a wood and ate no hens at all.',
          leadMs: 80,
          pauses: [{ fromMs: 5000, toMs: 5610 }],
        },
        {
          fromMs: 9200,
          toMs: 15_203,
          receivedMs: 8000,
          text: 'There were two bears.',
          starved: [{ fromMs: 11_000, toMs: 11_420 }],
          words: [
            { text: 'There', fromMs: 0, toMs: 1000 },
            { text: 'were', fromMs: 1000, toMs: 4000 },
            { text: 'two', fromMs: 4000, toMs: 7000 },
            { text: 'bears', fromMs: 7000, toMs: 8000 },
          ],
        },
        { fromMs: 21_900, toMs: 23_000, text: 'You are welcome.' },
      ],
      clipped: [{ fromMs: 25_000, toMs: 25_001 }],
    });
  });

  it('has the response latencies, in both ways', () => {
    const [first, second, cough, last] = report.turns;
    expectWithin(first?.latency.eventsMs, 604);
    expectWithin(first?.latency.samplesMs, 684);
    expectWithin(first?.leadingSilenceMs, 80);
    expectWithin(second?.latency.eventsMs, 689);
    expectWithin(second?.latency.samplesMs, 689);
    expect(cough?.latency).toEqual({});
    expectWithin(last?.latency.eventsMs, 789);
    expectWithin(last?.latency.samplesMs, 789);
    expect(report.figures).toMatchObject({ turns: 4, answeredTurns: 3, responses: 3 });
  });

  it('has the interruptions, with what was heard and how long it took to yield', () => {
    const [story, cough, ...others] = report.interruptions;
    expect(others).toEqual([]);
    expect(story).toMatchObject({ cause: 'speech', heardMs: 4047, receivedMs: 9000 });
    expect(story).toMatchObject({ userText: 'Wait, another one.', falseStop: false });
    expect(story?.heardText).toMatch(/^Once upon a time/);
    expect(`${story?.heardText ?? ''}${story?.unheardText ?? ''}`).toMatch(/no hens at all\.$/);
    expectWithin(story?.timeToYield.eventsMs, 150);
    expectWithin(story?.timeToYield.samplesMs, 150);
    expectWithin(story?.soundMs, 1507);
    expectWithin(story?.atMs, 7004);
    expectWithin(cough?.timeToYield.samplesMs, 190);
  });

  it('takes a cough for a false stop, and splits the words by the times of the service', () => {
    const [, cough] = report.interruptions;
    expect(cough).toMatchObject({ falseStop: true, estimated: false });
    expect(cough).toMatchObject({ heardText: 'There were two', unheardText: ' bears.' });
    expectWithin(cough?.soundMs, 309);
    expect(report.figures.falseStops).toBe(1);
  });

  it('has talk-over, gaps, silence at both ends, levels and clipping', () => {
    const { sound, figures, gaps } = report;
    expectWithin(figures.talkOver.samples?.totalMs, 340);
    expectWithin(figures.talkOver.events?.totalMs, 340);
    expect(gaps).toHaveLength(2);
    const [pause, starved] = gaps;
    expectWithin(pause?.startMs, 5000);
    expectWithin(pause?.endMs, 5610);
    expect(pause?.insertedMs).toBe(0);
    expectWithin(starved?.startMs, 11_000);
    expectWithin(starved?.insertedMs, 420);
    expectWithin(figures.insertedSilence.totalMs, 420);
    expectWithin(sound?.silenceAtStartMs, 1000);
    expectWithin(sound?.silenceAtEndMs, 7000);
    expect(sound?.user).toMatchObject({ clippings: 1, clippedSamples: 24 });
    expect(sound?.assistant).toMatchObject({ clippings: 0, noiseDb: -100 });
    expect(sound?.user.peakDb).toBeCloseTo(0, 2);
    // A sine of 8000 is 15.3 dB below full scale.
    expect(sound?.user.voiceDb).toBeCloseTo(-15.3, 0);
    expect(sound?.user.noiseDb).toBeCloseTo(-35.3, 0);
    expect(sound?.assistant.peakDb).toBeCloseTo(-12.2, 1);
  });

  it('says where events and samples differ: silence at the start of a reply is in no event', () => {
    const [only, ...others] = report.disagreements;
    expect(others).toEqual([]);
    expect(only).toMatchObject({ what: 'latency', turn: 1 });
    expectWithin(only?.eventsMs, 604);
    expectWithin(only?.samplesMs, 684);
  });

  it('places what was said in the WAV, also word by word', () => {
    const item = (id: string): RecordingReport['items'][number] | undefined =>
      report.items.find((each) => each.id === id);
    expectWithin(item('item_u0')?.startMs, 1000);
    expectWithin(item('item_u0')?.endMs, 2503);
    expectWithin(item('item_a0')?.startMs, 3107);
    expectWithin(item('item_a0')?.endMs, 7154);
    expect(item('item_a0')).toMatchObject({ interrupted: true, receivedMs: 9000, heardMs: 4047 });
    const spoken = item('item_u0')?.words ?? [];
    expect(spoken.map(({ text }) => text)).toEqual(['Tell', 'me', 'a', 'story.']);
    expect(spoken.every(({ estimated }) => estimated)).toBe(true);
    const [there, were, two, bears] = item('item_a1')?.words ?? [];
    expect(there).toMatchObject({ text: 'There', startMs: 9200, estimated: false });
    expectWithin(there?.endMs, 10_200);
    // The audio stood still for 420 ms inside of this word.
    expectWithin(were?.endMs, 13_620);
    expectWithin(two?.startMs, 13_620);
    expect(bears?.startMs).toBeUndefined();
  });
});

describe('turns at random', () => {
  it('measures every latency within a frame of the truth, on 60 turns', async () => {
    const random = seeded(11);
    const between = (least: number, most: number): number => least + random() * (most - least);
    const speech: { fromMs: number; toMs: number }[] = [];
    const replies: { fromMs: number; toMs: number; text: string }[] = [];
    for (let atMs = 500; speech.length < 60;) {
      const fromMs = atMs + between(300, 900);
      const toMs = Math.round(fromMs + between(400, 1500));
      const replyMs = toMs + between(250, 1400);
      atMs = replyMs + between(500, 1500);
      speech.push({ fromMs, toMs });
      replies.push({ fromMs: replyMs, toMs: atMs, text: 'Yes.' });
    }
    const seconds = Math.ceil((replies.at(-1)?.toMs ?? 0) / 1000) + 1;
    const report = await inspected('random', { seconds, noiseDb: -20, speech, replies });
    expect(report.turns).toHaveLength(60);
    report.turns.forEach(({ latency }, turn) => {
      const truth = (replies[turn]?.fromMs ?? 0) - (speech[turn]?.toMs ?? 0);
      expectWithin(latency.eventsMs, truth);
      expectWithin(latency.samplesMs, truth);
    });
    expect(report.disagreements).toEqual([]);
    expect(report.figures.latency.samples).toMatchObject({ count: 60 });
    expect(report.figures.latency.samples?.p95Ms).toBeGreaterThan(1000);
    expect(report.figures.latency.samples?.p99Ms).toBeUndefined();
  });
});

it('finds speech that begins before there is as much audio as the service keeps before it', async () => {
  const { items } = await inspected('early', {
    seconds: 4,
    speech: [{ fromMs: 100, toMs: 1100, text: 'Hello there.', startedAfterMs: 100 }],
    replies: [{ fromMs: 2000, toMs: 3000, text: 'Hello.' }],
  });
  const [said] = items;
  expectWithin(said?.startMs, 100);
  expectWithin(said?.endMs, 1100);
  expect(said?.words.map(({ text }) => text)).toEqual(['Hello', 'there.']);
});
