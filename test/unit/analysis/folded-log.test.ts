import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeHour } from '../../../scripts/bench/hour-recording.js';
import { inspectRecording } from '../../../src/analysis/inspect-recording.js';
import { unfold } from '../../../src/recording/lines/fold.js';
import { readLine } from '../../../src/recording/lines/read-line.js';
import { readRecording } from '../../../src/recording/reader.js';
import { differencesFromLive } from '../../../src/recording/replay.js';
import { isJsonObject, type JsonObject } from '../../../src/shared/json.js';

let folder = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'voicelive-folded-'));
});

afterAll(() => rm(folder, { recursive: true }));

function parsed(text: string): JsonObject {
  const line: unknown = JSON.parse(text);
  if (!isJsonObject(line)) throw new Error('not a line');
  return line;
}

/** Every input on a line of its own, in the order of the session. */
function unfolded(log: string): string {
  const [header = '', ...lines] = log.trimEnd().split('\n');
  let held: { readonly number: number; readonly line: JsonObject }[] = [];
  const text = [header];
  const release = (): void => {
    for (const { line } of held.sort((a, b) => a.number - b.number))
      text.push(JSON.stringify(line));
    held = [];
  };
  for (const each of lines.map(parsed)) {
    const run = unfold(each);
    if (run === undefined) {
      release();
      text.push(JSON.stringify(each));
    } else {
      if (held.every(({ number }) => number < (run[0]?.number ?? 0))) release();
      held.push(...run);
    }
  }
  release();
  return text.map((line) => `${line}\n`).join('');
}

describe('a long recording', () => {
  it('has the same report and the same state as its inputs one by one', async () => {
    const long = join(folder, 'long');
    await writeHour(long, 20);
    const log = await readFile(join(long, 'events.jsonl'), 'utf8');
    const single = join(folder, 'single');
    await mkdir(single);
    await writeFile(join(single, 'events.jsonl'), unfolded(log));
    const sound = join(long, 'session.wav');
    await writeFile(join(single, 'session.wav'), await readFile(sound));
    const [folded, each] = await Promise.all(
      [long, single].map((path) => inspectRecording(path, 'a recording')),
    );
    expect(folded?.report.turns.length).toBe(2);
    expect(JSON.stringify(folded?.report)).toBe(JSON.stringify(each?.report));
    const recording = await readRecording(long);
    expect(differencesFromLive(recording)).toEqual([]);
    const inputs = unfolded(log)
      .trimEnd()
      .split('\n')
      .slice(1, -1)
      .map((line) => readLine(parsed(line)));
    expect(recording.inputs).toEqual(inputs);
  });
});
