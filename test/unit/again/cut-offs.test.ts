import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { cutOffs } from '../../../src/again/cut-offs.js';
import { inspectRecording } from '../../../src/analysis/inspect-recording.js';
import { writeKnown, type KnownConversation } from '../../helpers/known-recording.js';

let root = '';

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'voicelive-cut-offs-'));
});

afterAll(() => rm(root, { recursive: true }));

const replies: KnownConversation['replies'] = [{ fromMs: 5100, toMs: 5800, text: 'It is noon.' }];

it.each([
  ['a user who continues after half a second', 2000, 1],
  ['a user who speaks again after two seconds', 3500, 0],
])('%s', async (name, fromMs, count) => {
  const folder = join(root, name);
  const speech = [
    { fromMs: 500, toMs: 1500, text: 'What' },
    { fromMs, toMs: fromMs + 1000, text: 'time is it?' },
  ];
  await writeKnown(folder, { seconds: 6, speech, replies });
  expect(cutOffs((await inspectRecording(folder)).report)).toBe(count);
});

it('are not known without sound', async () => {
  const folder = join(root, 'mute');
  await writeKnown(folder, { seconds: 6, speech: [], replies });
  await rm(join(folder, 'session.wav'));
  expect(cutOffs((await inspectRecording(folder)).report)).toBeUndefined();
});
