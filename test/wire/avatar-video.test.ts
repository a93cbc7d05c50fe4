import { mkdtempSync, rmSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { openRecorder } from '../../src/recording/recorder.js';
import { recordingHeader } from '../helpers/recordings.js';
import { closeSessionsAfterEach, liveSession } from '../helpers/live-session.js';

closeSessionsAfterEach();

const folder = mkdtempSync(join(tmpdir(), 'voicelive-avatar-'));
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

it('records the video of an avatar beside the WAV, and keeps it out of state and event log', async () => {
  const recorder = await openRecorder({
    directory: folder,
    id: 'abc',
    header: recordingHeader,
    secrets: [],
    onTrouble: () => undefined,
  });
  const live = await liveSession({}, { recorder });
  const pieces = ['first', 'second', 'third'].map((text) => Buffer.from(text.repeat(1000)));
  for (const piece of pieces) {
    const delta = piece.toString('base64');
    live.tell({
      type: 'response.video.delta',
      output_index: 0,
      codec: 'h264',
      delta,
    });
  }
  const state = await live.until('the video', ({ log }) => log.at(-1)?.count === 3);
  expect(state.log.at(-1)?.summary).toContain('h264');
  expect(JSON.stringify(state).length).toBeLessThan(20_000);
  await live.controller.close();
  expect(await readFile(join(recorder.path, 'video.h264'))).toEqual(Buffer.concat(pieces));
  const events = await readFile(join(recorder.path, 'events.jsonl'), 'utf8');
  expect(events).toContain('<video 5000 bytes>');
});
