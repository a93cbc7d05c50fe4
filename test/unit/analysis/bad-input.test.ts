import { appendFile, mkdir, mkdtemp, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { inspectRecording } from '../../../src/analysis/inspect-recording.js';
import type { RecordingReport } from '../../../src/analysis/report.js';
import { writeKnown, type KnownConversation } from '../../helpers/known-recording.js';

const conversation: KnownConversation = {
  seconds: 6,
  speech: [{ fromMs: 500, toMs: 1500, text: 'What time is it?' }],
  replies: [{ fromMs: 2100, toMs: 5500, text: 'It is noon.' }],
};

let root = '';
let number = 0;
let folder = '';

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'voicelive-bad-'));
});

afterAll(() => rm(root, { recursive: true }));

beforeEach(async () => {
  number += 1;
  folder = join(root, `recording-${number}`);
  await writeKnown(folder, conversation);
});

const log = (): string => join(folder, 'events.jsonl');
const wav = (): string => join(folder, 'session.wav');

async function report(path = folder): Promise<RecordingReport> {
  return (await inspectRecording(path)).report;
}

describe('a recording that is not whole', () => {
  it('is reported on from the WAV alone when its log is missing', async () => {
    await rm(log());
    const { notes, turns, sources, session } = await report();
    expect(notes).toEqual([expect.stringMatching(/cannot be read.*Only what can be heard/)]);
    expect(sources).toMatchObject({ log: false, sound: true });
    expect(session).toEqual({ durationMs: 6000 });
    expect(turns).toHaveLength(1);
    expect(turns[0]?.latency.samplesMs).toBeCloseTo(600, -1);
  });

  it('is reported on from the log alone when its WAV is missing, or none', async () => {
    for (const content of [undefined, 'not a WAV at all']) {
      await rm(wav(), { force: true });
      if (content !== undefined) await writeFile(wav(), content);
      const { notes, turns, sound, figures } = await report();
      expect(notes).toEqual([expect.stringMatching(/^session\.wav is missing or cannot be used/)]);
      expect(sound).toBeUndefined();
      expect(turns[0]?.latency.eventsMs).toBeCloseTo(600, 0);
      expect(turns[0]?.latency.samplesMs).toBeUndefined();
      expect(figures.latency.samples).toBeUndefined();
    }
  });

  it('says so when a line in the middle is torn, and uses the others', async () => {
    const lines = (await readFile(log(), 'utf8')).split('\n');
    lines.splice(3, 0, '{"t":12,"type":"server","ra', 'x');
    await writeFile(log(), lines.join('\n'));
    const { notes, turns } = await report();
    expect(notes).toEqual(['2 lines of the event log are not JSON and could not be used.']);
    expect(turns).toHaveLength(1);
  });

  it('says what it knows of a format of the future: only what can be heard', async () => {
    const lines = (await readFile(log(), 'utf8')).split('\n');
    await writeFile(log(), [(lines[0] ?? '').replace('"version":2', '"version":3')].join('\n'));
    const { notes, sources } = await report();
    expect(notes[0]).toMatch(/format version 3; this program reads up to version 2.*Only what/);
    expect(sources).toMatchObject({ log: false, sound: true });
  });

  it('says where a WAV ends that is shorter than the log says', async () => {
    await truncate(wav(), 44 + 3 * 24_000 * 4);
    const { notes, session, sound } = await report();
    expect(notes).toEqual([
      'session.wav ends at 3.0 s, but the event log has sound up to 6.0 s. What is measured covers the first part.',
    ]);
    expect(sound?.durationMs).toBe(3000);
    expect(session.durationMs).toBeGreaterThan(5900);
  });

  it('says so when it is still being written, or its program was killed', async () => {
    await writeKnown(folder, { ...conversation, killed: true });
    await appendFile(log(), '{"t":6000,"type":"ser');
    const { notes, sources, turns } = await report();
    expect(notes[0]).toMatch(/has no end: the session is still running, or its program was killed/);
    expect(notes[1]).toMatch(/^1 line of the event log is not JSON/);
    expect(sources.ended).toBe(false);
    expect(turns).toHaveLength(1);
  });

  it('says what format 1 lacks', async () => {
    const old = {
      voicelive: 'recording',
      version: 1,
      program: '0.0.1',
      startedAt: '2026-01-01T00:00:00.000Z',
      target: 'emulator',
      model: 'gpt-realtime',
      mode: 'hands-free',
      inputRateHz: 24_000,
      outputRateHz: 24_000,
    };
    const lines = (await readFile(log(), 'utf8')).split('\n');
    await writeFile(log(), [JSON.stringify(old), ...lines.slice(1)].join('\n'));
    const { notes, turns } = await report();
    expect(notes).toEqual([expect.stringMatching(/This recording has no session options, tools/)]);
    expect(turns).toHaveLength(1);
  });

  it('can be named by either of its files', async () => {
    for (const path of [log(), wav()]) expect((await report(path)).turns).toHaveLength(1);
  });
});

describe('what is no recording', () => {
  it('is refused with one sentence', async () => {
    const empty = join(root, 'empty');
    await mkdir(empty, { recursive: true });
    for (const path of [empty, join(root, 'nowhere'), '/dev/null']) {
      const failure = inspectRecording(path);
      await expect(failure).rejects.toMatchObject({ code: 'not-a-recording', exitCode: 2 });
      await expect(failure).rejects.toThrow(/is not a recording: it has neither/);
    }
    await writeFile(join(empty, 'events.jsonl'), '{"some":"json"}\n');
    await expect(inspectRecording(empty)).rejects.toThrow(/event log does not start with/);
  });
});
