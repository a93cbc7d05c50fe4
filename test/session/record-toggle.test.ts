import { readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readWavLayout } from '../../src/recording/wav-layout.js';
import { differencesFromLive, replayState } from '../../src/recording/replay.js';
import { readRecording, type Recording } from '../../src/recording/reader.js';
import { closeSessionsAfterEach, liveSession, type LiveSession } from '../helpers/live-session.js';

closeSessionsAfterEach();

function noticed(live: LiveSession, text: string): Promise<unknown> {
  return live.until(text, ({ transcript }) =>
    transcript.some((entry) => entry.kind === 'notice' && entry.text.includes(text)),
  );
}

/** Begins a recording and gives its folder. */
async function record(live: LiveSession, line = '/record'): Promise<string> {
  live.type(line);
  const { options } = await live.until('recording', ({ parts }) => parts.recording === 'open');
  return options.recordingPath ?? '';
}

async function read(path: string): Promise<Recording> {
  const recording = await readRecording(path);
  expect(recording).toMatchObject({ torn: 0, skipped: 0, lost: 0, lacks: [] });
  expect(differencesFromLive(recording)).toEqual([]);
  return recording;
}

describe('a recording that is begun in the middle of a session', () => {
  it('replays from the state in which it began to that in which it was stopped', async () => {
    const live = await liveSession();
    live.type('said before');
    const path = await record(live);
    const began = live.controller.getState();
    live.type('said meanwhile');
    live.type('/record');
    await noticed(live, `Stopped recording to ${path}`);
    live.type('said behind it');

    const recording = await read(path);
    expect(recording.initial.nowMs).toBeGreaterThan(0);
    expect(recording.initial.connection.phase).toBe('ready');
    expect(recording.initial.transcript.length).toBeLessThan(began.transcript.length);
    const said = replayState(recording).transcript.flatMap((entry) =>
      entry.kind === 'user' ? [entry.text] : [],
    );
    expect(said).toEqual(['said before', 'said meanwhile']);
    const wav = await readFile(join(path, 'session.wav'));
    expect(wav.length).toBe(readWavLayout(wav).dataAt);
    const { connection, options } = live.controller.getState();
    expect(connection.phase).toBe('ready');
    expect(options.recordingPath).toBeUndefined();
  });

  it('gets a folder of its own each time, and its end when the session ends', async () => {
    const live = await liveSession();
    const first = await record(live);
    live.type('/record');
    await noticed(live, `Stopped recording to ${first}`);
    const second = await record(live);
    live.type('hello');
    await live.controller.close();
    expect(second).not.toBe(first);
    const folders = [first, second].map((path) => path.slice(dirname(path).length + 1)).sort();
    expect((await readdir(dirname(first))).sort()).toEqual(expect.arrayContaining(folders));
    await read(first);
    expect((await read(second)).lastState).toBeDefined();
  });

  it('keeps what happens while its folder is made', async () => {
    const live = await liveSession();
    live.type('/record');
    live.type('at once');
    const { options } = await live.until('open', ({ parts }) => parts.recording === 'open');
    await live.controller.close();
    const { inputs } = await read(options.recordingPath ?? '');
    expect(inputs.filter(({ type }) => type === 'intent')).toHaveLength(1);
    expect(inputs.some(({ type }) => type === 'part-open')).toBe(true);
  });

  it('is refused where it cannot be written, and the session continues', async () => {
    const live = await liveSession();
    const file = join(dirname(live.recorder.path), 'a-file');
    await writeFile(file, '');
    live.type(`/record ${file}`);
    const state = await live.until('failed', ({ parts }) => parts.recording === 'failed');
    expect(state.connection.phase).toBe('ready');
    expect(state.transcript.at(-1)).toMatchObject({ kind: 'notice', level: 'error' });
    const path = await record(live);
    await live.controller.close();
    await read(path);
  });

  it('is not moved to another folder by naming one', async () => {
    const live = await liveSession();
    const path = await record(live);
    live.type('/record elsewhere');
    await noticed(live, `Already recording to ${path}.`);
    expect(live.controller.getState().parts.recording).toBe('open');
  });
});
