import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { expect } from 'vitest';
import { headerLine } from '../../src/recording/lines/write-header.js';
import { inputLine } from '../../src/recording/lines/write-line.js';
import { LogReader } from '../../src/recording/log-reader.js';
import { differencesFromLive, replayState } from '../../src/recording/replay.js';
import { digestOf } from '../../src/recording/state-digest.js';
import { readRecording, type Recording } from '../../src/recording/reader.js';
import type { SessionState } from '../../src/session/state.js';
import { update } from '../../src/session/update.js';

/** Checks that a recording replays to the state that its session ended with, field by field. */
export async function expectReplay(path: string, live: SessionState): Promise<void> {
  const recording = await readRecording(path);
  expect(recording).toMatchObject({ torn: 0, skipped: 0, lost: 0, lacks: [] });
  const replayed = replayState(recording);
  expect(asJson(replayed)).toEqual(asJson(live));
  expect(recording.lastState).toEqual(digestOf(replayed));
  expect(asJson(replayedFromMiddle(recording))).toEqual(asJson(live));
}

/** The last state by a recording that was begun in the middle of the session. */
function replayedFromMiddle({ header, initial, inputs }: Recording): SessionState {
  const middle = Math.floor(inputs.length / 2);
  let state = initial;
  for (const input of inputs.slice(0, middle)) ({ state } = update(state, input));
  const lines = inputs.slice(middle).map((input) => JSON.stringify(inputLine(input)));
  const log = Buffer.from(`${[headerLine(header, state), ...lines].join('\n')}\n`);
  const reader = new LogReader('the middle of the session');
  const rest = [...reader.push(log), ...reader.end()].flatMap((batch) => batch.inputs);
  expect(reader.start?.lacks).toEqual([]);
  let replayed = reader.start?.initial ?? initial;
  for (const input of rest) ({ state: replayed } = update(replayed, input));
  return replayed;
}

/** As JSON has it: without keys whose value is undefined. */
function asJson(state: SessionState): unknown {
  return JSON.parse(JSON.stringify(state));
}

/** The one recording in a folder, which replays to the live state. */
export async function onlyRecording(folder: string): Promise<Recording & { path: string }> {
  const [name = '', ...others] = await readdir(folder);
  expect(others).toEqual([]);
  const path = join(folder, name);
  const recording = await readRecording(path);
  expect(recording).toMatchObject({ torn: 0, skipped: 0, lost: 0, lacks: [] });
  expect(differencesFromLive(recording)).toEqual([]);
  return { ...recording, path };
}

/**
 * Checks every recording below a folder against the digest of the live state that it ends with; a session that was
 * killed left none.
 */
export async function expectRecordingsToReplay(folder: string): Promise<void> {
  if (!existsSync(folder)) return;
  const files = await readdir(folder, { recursive: true });
  for (const file of files.filter((name) => name.endsWith('events.jsonl'))) {
    const recording = await readRecording(dirname(join(folder, file)));
    if (recording.lost > 0) continue;
    expect(differencesFromLive(recording) ?? [], `fields that replay otherwise in ${file}`).toEqual(
      [],
    );
  }
}
