import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { textValue } from '../../src/emulator/kernel/text-value.js';
import {
  isJsonArray,
  isJsonObject,
  type JsonObject,
  type JsonValue,
} from '../../src/shared/json.js';
import { openClient, type TestClient } from '../helpers/emulator-client.js';
import { closeEmulatorsAfterEach, runEmulator, scriptedEars } from '../helpers/emulator-rig.js';

closeEmulatorsAfterEach();

interface Row {
  readonly dir: 's2c' | 'c2s';
  readonly data: JsonObject;
}

function isRow(value: unknown): value is Row {
  return isJsonObject(value) && isJsonObject(value['data']);
}

async function recording(name: string): Promise<readonly Row[]> {
  const file = new URL(`../fixtures/service-recordings/${name}.jsonl`, import.meta.url);
  const lines = (await readFile(file, 'utf8')).trim().split('\n');
  return lines.map((line): unknown => JSON.parse(line)).filter(isRow);
}

/** Free text in a tool's parameters is the client's, not the protocol's. */
const opaque = ['parameters', 'metadata'];

/** Every key path of an event; all elements of an array count as one. */
function keyPaths(value: JsonValue, path = ''): readonly string[] {
  if (isJsonArray(value)) return value.flatMap((element) => keyPaths(element, `${path}[]`));
  if (!isJsonObject(value)) return [];
  return Object.entries(value).flatMap(([key, inner]) => {
    const here = `${path}.${key}`;
    return [here, ...(opaque.includes(key) ? [] : keyPaths(inner, here))];
  });
}

function sortedPaths(event: JsonObject): readonly string[] {
  return [...new Set(keyPaths(event))].sort();
}

/** What two versions of the service had and had not; the emulator does as the later one. */
const earlierOnly = ['.session.turn_detection.end_of_utterance_detection'];
const laterOnly = [
  '.session.greeting',
  '.session.handoff',
  '.session.input_audio_transcription.delay',
  '.response.usage.input_token_details.cache_write_tokens',
];

function expectSameKeys(ours: JsonObject, recorded: JsonObject, earlier: boolean): void {
  const wanted = sortedPaths(recorded).filter((path) => !earlierOnly.includes(path));
  const got = sortedPaths(ours).filter((path) => !(earlier && laterOnly.includes(path)));
  expect(got, textValue(recorded['type'])).toEqual(wanted);
}

function isDelta(event: JsonObject): boolean {
  return textValue(event['type']).endsWith('.delta');
}

/** The order of events without the number of deltas: a run of deltas of any kind counts as the set of kinds in it. */
function skeleton(events: readonly JsonObject[]): readonly string[] {
  const steps: string[] = [];
  let kinds = new Set<string>();
  const transcription = 'conversation.item.input_audio_transcription.completed';
  for (const event of events) {
    const type = textValue(event['type']);
    if (isDelta(event) || (kinds.size > 0 && type === transcription)) {
      kinds.add(type);
      continue;
    }
    if (kinds.size > 0) steps.push([...kinds].sort().join(' + '));
    kinds = new Set();
    steps.push(type);
  }
  return steps;
}

function expectAsRecorded(
  client: TestClient,
  recorded: readonly JsonObject[],
  earlier: boolean,
): void {
  expect(skeleton(client.events)).toEqual(skeleton(recorded));
  const rest = [...client.events];
  for (const event of recorded) {
    const index = rest.findIndex(({ type }) => type === event['type']);
    const [ours] = index < 0 ? [] : rest.splice(index, 1);
    if (ours !== undefined) expectSameKeys(ours, event, earlier);
    // We may cut the same answer into fewer deltas than the service did.
    else expect(isDelta(event), `missing ${textValue(event['type'])}`).toBe(true);
  }
}

function received(rows: readonly Row[]): readonly JsonObject[] {
  return rows.filter(({ dir }) => dir === 's2c').map(({ data }) => data);
}

/** Session fields whose values the model class and the update decide. */
function expectSameSession(ours: JsonObject | undefined, recorded: JsonObject | undefined): void {
  const session = (event: JsonObject | undefined): JsonObject => {
    const value = event?.['session'];
    return isJsonObject(value) ? { ...value, id: '', expires_at: 0 } : {};
  };
  expect(session(ours)).toEqual(session(recorded));
}

describe('against the service recordings, in order and keys', () => {
  it('a realtime model calls a function and answers in text', async () => {
    const rows = await recording('realtime_gpt-realtime_tool_call_round_timed');
    const client = await openClient(await runEmulator());
    const sent = rows.filter(({ dir }) => dir === 'c2s').map(({ data }) => data);
    const [update, ask, create, output, again] = sent;
    for (const event of [update, ask, create]) client.send(event ?? {});
    const called = await client.next('response.function_call_arguments.done');
    await client.next('response.done');
    const item = output?.['item'];
    client.send({
      ...output,
      item: { ...(isJsonObject(item) ? item : {}), call_id: called['call_id'] ?? '' },
    });
    client.send(again ?? {});
    await client.next('response.done');
    expectAsRecorded(client, received(rows), false);
    expectSameSession(client.events[0], received(rows)[0]);
    expectSameSession(client.events[1], received(rows)[1]);
  });

  it('a realtime model answers a typed turn in audio', async () => {
    const rows = await recording('test_text_in_audio_out_turn');
    const client = await openClient(await runEmulator());
    for (const { dir, data } of rows) if (dir === 'c2s') client.send(data);
    await client.next('response.done');
    expectAsRecorded(client, received(rows), true);
  });

  it('a realtime model is spoken to', async () => {
    const rows = await recording('test_audio_in_server_vad_turn');
    const client = await openClient(await runEmulator({ ears: scriptedEars('hello') }));
    for (const { dir, data } of rows) {
      if (dir === 'c2s' && data['type'] === 'session.update') client.send(data);
    }
    // The recorder cut the sound short: a tone stands for what was said.
    const tone = Int16Array.from({ length: 24_000 }, (_, index) => 9000 * Math.sin(index / 9));
    for (const samples of [tone, new Int16Array(24_000)]) {
      const audio = Buffer.from(samples.buffer).toString('base64');
      client.send({ type: 'input_audio_buffer.append', audio });
    }
    await client.next('response.done');
    expectAsRecorded(client, received(rows), true);
  });

  it('a cascade model answers a typed turn with an Azure voice', async () => {
    const rows = await recording('cascade_gpt-5_text_in_audio_out_azure_voice');
    const client = await openClient(await runEmulator(), { model: 'gpt-5' });
    for (const { dir, data } of rows) if (dir === 'c2s') client.send(data);
    await client.next('response.done');
    expectAsRecorded(client, received(rows), false);
    expectSameSession(client.events[0], received(rows)[0]);
    expectSameSession(client.events[1], received(rows)[1]);
  });

  it('a realtime model takes semantic_vad and far_field', async () => {
    const rows = await recording('realtime_semantic_vad_far_field_session_frames_only');
    const client = await openClient(await runEmulator());
    for (const { dir, data } of rows) if (dir === 'c2s') client.send(data);
    await client.next('session.updated');
    expectAsRecorded(client, received(rows), false);
    expectSameSession(client.events[1], received(rows)[1]);
  });
});
