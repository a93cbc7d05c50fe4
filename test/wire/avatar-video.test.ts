import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { entrySummary } from '../../src/session/log/summary.js';
import { closeSessionsAfterEach, liveSession } from '../helpers/live-session.js';

closeSessionsAfterEach();

it('records the video of an avatar beside the WAV, and keeps it out of state and event log', async () => {
  const live = await liveSession();
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
  expect(state.log.map(entrySummary).at(-1)).toContain('h264');
  expect(JSON.stringify(state).length).toBeLessThan(20_000);
  await live.controller.close();
  expect(await readFile(join(live.recorder.path, 'video.h264'))).toEqual(Buffer.concat(pieces));
  const events = await readFile(join(live.recorder.path, 'events.jsonl'), 'utf8');
  expect(events).toContain('<video 5000 bytes>');
});
