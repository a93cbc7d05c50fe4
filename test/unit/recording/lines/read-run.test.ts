import { describe, expect, it } from 'vitest';
import { unfold } from '../../../../src/recording/lines/fold.js';
import { readLine } from '../../../../src/recording/lines/read-line.js';
import { readRun } from '../../../../src/recording/lines/read-run.js';
import {
  isJsonArray,
  isJsonObject,
  type JsonObject,
  type JsonValue,
} from '../../../../src/shared/json.js';
import { LogWriter } from '../../../helpers/log-writer.js';
import { pick, seeded, type Random } from '../../../helpers/random-session.js';

/** Folded lines of a microphone, a speaker and meters that run side by side. */
function foldedLines(random: Random): readonly JsonObject[] {
  const log = new LogWriter();
  log.ready({ id: 'sess_1', model: 'gpt-realtime' });
  for (let frame = 0; frame < 200; frame += 1) {
    log.nowMs += pick(random, [20, 20, 20.5]);
    const offset = frame * 480;
    log.input({
      type: 'sent',
      raw: { type: 'input_audio_buffer.append', audio: '<audio 960 bytes>' },
      bytes: pick(random, [1327, 1328]),
      audio: { track: 'microphone', ...(random() < 0.9 ? { offset } : {}), length: 480 },
      lateMs: random(),
    });
    const run = { contentIndex: 0, fromSample: offset, samples: 480, atSample: offset };
    const second = { itemId: 'item_3', ...run };
    log.input({
      type: 'played',
      runs: [
        { itemId: pick(random, ['item_1', 'item_2']), ...run },
        ...(random() < 0.3 ? [second] : []),
      ],
    });
    if (frame % 5 === 0) log.input({ type: 'meters', microphoneDb: -random(), speakerDb: -60 });
  }
  return log.end().lines.flatMap((text) => {
    const line: unknown = JSON.parse(text);
    return isJsonObject(line) && line['fold'] !== undefined ? [line] : [];
  });
}

function damaged(random: Random, value: JsonValue): JsonValue {
  if (random() < 0.02) return pick(random, [null, 'nowMs', 't', -1, 1e9, {}, [], 'audio']);
  if (isJsonArray(value)) return value.map((item) => damaged(random, item));
  if (!isJsonObject(value)) return value;
  const fields = Object.entries(value).filter(() => random() < 0.98);
  return Object.fromEntries(fields.map(([key, item]) => [key, damaged(random, item)]));
}

/** As each of its lines is read by itself. */
function oneByOne(line: JsonObject): unknown {
  return unfold(line)?.map((each) => ({ number: each.number, input: readLine(each.line) }));
}

describe('a run of inputs that is read as one', () => {
  it('is what its lines are, one by one', () => {
    const lines = foldedLines(seeded(1));
    const read = lines.map((line) => readRun(line));
    expect(read.filter((run) => run !== undefined).length).toBeGreaterThan(lines.length / 2);
    for (const [index, line] of lines.entries())
      expect(read[index] ?? oneByOne(line)).toEqual(oneByOne(line));
  });

  it('is left to them where it is damaged', () => {
    const random = seeded(2);
    const lines = foldedLines(random);
    for (let run = 0; run < 3000; run += 1) {
      const line = damaged(random, pick(random, lines));
      if (!isJsonObject(line)) continue;
      const inputs = readRun(line);
      if (inputs !== undefined) expect(inputs).toEqual(oneByOne(line));
    }
  });
});
