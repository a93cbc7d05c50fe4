import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { redactedLog } from '../../src/export/redacted-log.js';
import { parseServerEvent } from '../../src/protocol/parse.js';
import { headerLine } from '../../src/recording/lines/write-header.js';
import { inputLine } from '../../src/recording/lines/write-line.js';
import { readRecording } from '../../src/recording/reader.js';
import { redactInput } from '../../src/recording/redact/redact-input.js';
import { redactState } from '../../src/recording/redact/redact-state.js';
import { repairRecording } from '../../src/recording/repair/repair-recording.js';
import type { Input } from '../../src/session/inputs.js';
import {
  isJsonArray,
  isJsonObject,
  type JsonObject,
  type JsonValue,
} from '../../src/shared/json.js';
import { closeEmulatorsAfterEach } from '../helpers/emulator-rig.js';
import { tour } from '../helpers/emulator-tour.js';
import { recordingHeader } from '../helpers/recordings.js';
import { SessionScript } from '../helpers/session.js';

closeEmulatorsAfterEach();

const canary = 'Canary';
/** Fields that may keep a text of any content. */
const names = /^(?:id|\w+_id|name|model|code|object|server_label|type)$/;

/** The event with a canary in place of every text where the protocol allows any, also in keys that it does not know. */
function withCanaries(event: JsonObject): JsonObject {
  let filled: JsonObject = { ...event, added_field: canary };
  for (const path of textsIn(event, [])) {
    const next = replaced(filled, path);
    const changed = isJsonObject(next) ? next : filled;
    const frame = parseServerEvent(JSON.stringify(changed));
    if (frame.kind === 'known' && frame.event.type === event['type']) filled = changed;
  }
  return filled;
}

type ServerInput = Extract<Input, { type: 'server' }>;

type Path = readonly (string | number)[];

function textsIn(value: JsonValue, path: Path): readonly Path[] {
  if (typeof value === 'string') return names.test(String(path.at(-1))) ? [] : [path];
  if (isJsonArray(value)) return value.flatMap((item, index) => textsIn(item, [...path, index]));
  if (!isJsonObject(value)) return [];
  return Object.entries(value).flatMap(([key, item]) => textsIn(item, [...path, key]));
}

function replaced(value: JsonValue, [key, ...rest]: Path): JsonValue {
  if (key === undefined) return canary;
  if (isJsonArray(value))
    return value.map((item, index) => (index === key ? replaced(item, rest) : item));
  return isJsonObject(value) ? { ...value, [key]: replaced(value[key] ?? null, rest) } : value;
}

function inputOf(event: JsonObject): ServerInput {
  const text = JSON.stringify(event);
  const frame = parseServerEvent(text);
  if (frame.kind !== 'known') throw new Error(`not known: ${text}`);
  const { raw } = frame;
  return { nowMs: 5, type: 'server', event: frame.event, raw, bytes: text.length, audioSamples: 7 };
}

describe('redaction', () => {
  it.each(['gpt-realtime', 'gpt-4.1'])(
    'leaves every event of %s an event of its type, without any text of it',
    async (model) => {
      const events = await tour(model);
      const leaked: string[] = [];
      let filled = 0;
      for (const event of events) {
        const input = inputOf(withCanaries(event));
        if (JSON.stringify(input).includes(canary)) filled += 1;
        const redacted = redactInput(input);
        expect(redacted).toMatchObject({ nowMs: 5, type: 'server', audioSamples: 7 });
        if (redacted?.type === 'server') expect(redacted.event.type).toBe(event['type']);
        if (JSON.stringify(redacted).includes(canary)) leaked.push(JSON.stringify(redacted));
      }
      expect(leaked).toEqual([]);
      expect(filled).toBe(events.length);
    },
  );

  it('takes the figures from which words could be guessed', () => {
    const place = { response_id: 'r', item_id: 'i', output_index: 0, content_index: 0 };
    const viseme = {
      type: 'response.animation_viseme.delta',
      event_id: 'e',
      ...place,
      audio_offset_ms: 40,
      viseme_id: 17,
    };
    expect(redactInput(inputOf(viseme))).toMatchObject({
      raw: { audio_offset_ms: 40, viseme_id: 0 },
    });
    const heard = {
      type: 'conversation.item.input_audio_transcription.completed',
      event_id: 'e',
      item_id: 'i',
      content_index: 0,
      transcript: 'yes',
      logprobs: [{ token: 'yes', logprob: -0.1, bytes: [121, 101, 115] }],
    };
    const [yes, no] = [heard, { ...heard, transcript: 'certainly not at once' }].map((event) =>
      redactInput(inputOf(event)),
    );
    expect(yes).toMatchObject({ raw: { transcript: 'xxx' } });
    expect(JSON.stringify(yes)).not.toContain('121');
    // The size of an event would tell the length of a word.
    expect(yes).not.toMatchObject({ bytes: JSON.stringify(heard).length });
    expect(no).toMatchObject({ raw: { transcript: 'xxx xxx xxx xxx' } });
  });

  it('blanks what the user and the program say, and keeps what they did', () => {
    const inputs: readonly Input[] = [
      { nowMs: 1, type: 'intent', intent: { type: 'say', text: `${canary} 1` } },
      { nowMs: 2, type: 'intent', intent: { type: 'show-image', source: `/home/${canary}.png` } },
      { nowMs: 3, type: 'notice', level: 'warning', text: canary },
      { nowMs: 4, type: 'tool-finished', callId: 'c', ok: true, output: canary, elapsedMs: 3 },
      { nowMs: 5, type: 'part-open', part: 'recording', path: `/home/${canary}` },
      { nowMs: 6, type: 'audio-lost', what: 'speaker', reason: canary },
      { nowMs: 7, type: 'socket-closed', attempt: 1, code: 1011, reason: canary, retryable: true },
      {
        nowMs: 8,
        type: 'unknown-event',
        name: 'a.b',
        raw: { type: 'a.b', [canary]: canary },
        bytes: 9,
      },
      {
        nowMs: 9,
        type: 'malformed-event',
        reason: canary,
        raw: { type: 'x', y: canary },
        bytes: 9,
      },
      {
        nowMs: 10,
        type: 'sent',
        raw: { type: 'session.update', session: { instructions: canary } },
        bytes: 99,
      },
      {
        nowMs: 11,
        type: 'intent',
        intent: { type: 'change-options', options: { instructions: canary } },
      },
      { nowMs: 12, type: 'file-read', use: 'seed', path: canary, content: { items: [canary] } },
    ];
    for (const input of inputs) {
      const redacted = redactInput(input);
      expect(redacted).toMatchObject({ nowMs: input.nowMs, type: input.type });
      expect(JSON.stringify(redacted)).not.toContain(canary);
    }
  });
});

describe('the state with which a recording begins that was started in mid-session', () => {
  /** A session in which every text is a canary, by what the service sent and the user did. */
  async function fullOfCanaries(model: string): Promise<SessionScript> {
    const session = new SessionScript({ model }).ready();
    session.intent({ type: 'say', text: `${canary} said` });
    session.intent({ type: 'change-options', options: { instructions: canary } });
    session.input({ type: 'notice', level: 'warning', text: canary });
    for (const event of await tour(model)) session.input(inputOf(withCanaries(event)));
    return session;
  }

  it.each(['gpt-realtime', 'gpt-4.1'])('has no text of %s, and is as it was', async (model) => {
    const { state } = await fullOfCanaries(model);
    expect(JSON.stringify(state)).toContain(canary);
    const redacted = redactState(state);
    expect(JSON.stringify(redacted)).not.toContain(canary);
    expect(redacted.transcript.map(({ key, kind, atMs }) => ({ key, kind, atMs }))).toEqual(
      state.transcript.map(({ key, kind, atMs }) => ({ key, kind, atMs })),
    );
    const { nowMs, connection, usage, latency, spans, response } = state;
    const { active, finished } = response;
    // As a recording holds it: a field that is undefined is absent.
    expect(redacted).toMatchObject(
      JSON.parse(
        JSON.stringify({
          nowMs,
          connection,
          usage,
          latency,
          spans,
          response: { active, finished },
        }),
      ),
    );
    expect(redacted.mouths.every(({ visemes }) => visemes.length === 0)).toBe(true);
  });

  it('is that of the redacted copy, also when that is repaired', async () => {
    const session = await fullOfCanaries('gpt-realtime');
    const folder = await mkdtemp(join(tmpdir(), 'voicelive-redaction-'));
    const log = join(folder, 'events.jsonl');
    try {
      const header = { ...recordingHeader(), options: session.state.options };
      const later = {
        nowMs: session.nowMs + 1,
        type: 'notice',
        level: 'info',
        text: canary,
      } as const;
      const lines = [headerLine(header, session.state), JSON.stringify(inputLine(later))];
      await writeFile(log, `${lines.join('\n')}\n`);
      let copy = '';
      for await (const text of redactedLog(log, () => undefined)) copy += text;
      const torn = `${copy}{"t":99,"type":"not`;
      await writeFile(log, torn);
      await repairRecording(folder, false);
      const repaired = await readFile(log, 'utf8');
      expect(repaired).not.toBe(torn);
      expect(copy + repaired).not.toContain(canary);
      const { initial, lacks, inputs } = await readRecording(folder);
      expect(lacks).toEqual([]);
      expect(initial).toEqual(redactState(session.state));
      expect(inputs).toHaveLength(1);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
