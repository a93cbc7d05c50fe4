import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { textValue } from '../../src/emulator/kernel/text-value.js';
import { encodeBase64 } from '../../src/audio/pure/pcm.js';
import { resample } from '../../src/audio/pure/resample.js';
import { parseWav } from '../../src/audio/pure/wav.js';
import type { ServerOptions } from '../../src/emulator/server.js';
import type { JsonObject } from '../../src/shared/json.js';
import { field, openClient, sayInText, type TestClient } from '../helpers/emulator-client.js';
import { closeEmulatorsAfterEach, runEmulator, scriptedEars } from '../helpers/emulator-rig.js';

closeEmulatorsAfterEach();

const rateHz = 24_000;

async function speech(name: string): Promise<Int16Array> {
  const file = new URL(`../fixtures/speech/${name}.wav`, import.meta.url);
  const { samples, sampleRateHz } = parseWav(await readFile(file), name);
  return resample(samples, sampleRateHz, rateHz);
}

function append(client: TestClient, samples: Int16Array): void {
  for (let from = 0; from < samples.length; from += rateHz / 10) {
    const audio = encodeBase64(samples.subarray(from, from + rateHz / 10));
    client.send({ type: 'input_audio_buffer.append', audio });
  }
}

function silence(ms: number): Int16Array {
  return new Int16Array((rateHz * ms) / 1000);
}

async function voiceClient(
  session: JsonObject,
  options: Partial<ServerOptions> = {},
  model = 'gpt-realtime',
): Promise<TestClient> {
  const client = await openClient(await runEmulator(options), { model });
  client.send({ type: 'session.update', session });
  await client.next('session.updated');
  client.read();
  return client;
}

const typesOf = (events: readonly JsonObject[]): readonly string[] =>
  events.map((event) => textValue(event['type']));

describe('a spoken turn under server_vad', () => {
  it('is detected in the sound, recognised and answered', async () => {
    const client = await voiceClient(
      { turn_detection: { type: 'server_vad' }, input_audio_transcription: { model: 'whisper-1' } },
      { ears: scriptedEars('what time is it') },
    );
    append(client, await speech('what-time-is-it'));
    append(client, silence(700));
    const started = await client.next('input_audio_buffer.speech_started');
    const stopped = await client.next('input_audio_buffer.speech_stopped');
    const done = await client.next('response.done');
    // The recording is silent for its first 500 ms; the turn begins with 400 ms of that as padding.
    expect(started['audio_start_ms']).toBeGreaterThanOrEqual(60);
    expect(started['audio_start_ms']).toBeLessThan(250);
    expect(Number(stopped['audio_end_ms'])).toBeGreaterThan(1800);
    expect(stopped['item_id']).toBe(started['item_id']);
    expect(field(done, 'response', 'output', '0', 'content', '0', 'transcript')).toBe(
      'It is ten forty five.',
    );
    const heard = client.events.find(
      ({ type }) => type === 'conversation.item.input_audio_transcription.completed',
    );
    expect(heard).toMatchObject({ item_id: started['item_id'], transcript: 'What time is it' });
    expect(
      Number(field(done, 'response', 'usage', 'input_token_details', 'audio_tokens')),
    ).toBeGreaterThan(10);
  });

  it('is answered in the own voice of the user when it is no known phrase', async () => {
    const client = await voiceClient({ turn_detection: { type: 'server_vad' } });
    const said = await speech('unknown-sentence');
    append(client, said);
    append(client, silence(700));
    const started = await client.next('input_audio_buffer.speech_started');
    const stopped = await client.next('input_audio_buffer.speech_stopped');
    const done = await client.next('response.done');
    const seconds = (Number(stopped['audio_end_ms']) - Number(started['audio_start_ms'])) / 1000;
    expect(field(done, 'response', 'output', '0', 'content', '0', 'transcript')).toBe(
      `(I didn't catch that: ${seconds.toFixed(1)} s of speech. Playing it back.)`,
    );
    const deltas = client.events.filter(({ type }) => type === 'response.audio.delta');
    const sound = Buffer.concat(
      deltas.map((event) => Buffer.from(textValue(event['delta']), 'base64')),
    );
    const from = (Number(started['audio_start_ms']) * rateHz) / 1000;
    const original = Buffer.from(new Int16Array(said).buffer).subarray(2 * from);
    const common = Math.min(sound.length, original.length);
    expect(common).toBeGreaterThan(rateHz);
    expect(sound.subarray(0, common).equals(original.subarray(0, common))).toBe(true);
  });

  it('waits for response.create when create_response is off', async () => {
    const client = await voiceClient(
      { turn_detection: { type: 'server_vad', create_response: false } },
      { ears: scriptedEars('hello') },
    );
    append(client, await speech('what-time-is-it'));
    append(client, silence(700));
    await client.next('conversation.item.created');
    client.send({ type: 'response.create' });
    await client.next('response.created');
    expect(typesOf(client.events).filter((type) => type === 'response.created')).toHaveLength(1);
    expect(
      field(
        await client.next('response.done'),
        'response',
        'output',
        '0',
        'content',
        '0',
        'transcript',
      ),
    ).toMatch(/^Hello!/);
  });

  it('in the cascade class has its transcription before its item', async () => {
    const client = await voiceClient(
      { turn_detection: { type: 'azure_semantic_vad_multilingual' } },
      { ears: scriptedEars('what time is it') },
      'gpt-4.1',
    );
    append(client, await speech('what-time-is-it'));
    append(client, silence(700));
    await client.next('response.output_item.added');
    expect(typesOf(client.read())).toEqual([
      'input_audio_buffer.speech_started',
      'input_audio_buffer.speech_stopped',
      'input_audio_buffer.committed',
      'conversation.item.input_audio_transcription.completed',
      'conversation.item.created',
      'response.created',
      'response.output_item.added',
    ]);
  });
});

describe('speaking while the assistant speaks', () => {
  async function bargeIn(turnDetection: JsonObject): Promise<TestClient> {
    const client = await voiceClient({ turn_detection: { type: 'server_vad', ...turnDetection } });
    sayInText(client, 'count');
    await client.next('response.audio.delta');
    append(client, await speech('what-time-is-it'));
    await client.next('input_audio_buffer.speech_started');
    return client;
  }

  it('cancels the response', async () => {
    const client = await bargeIn({});
    expect(await client.next('response.done')).toMatchObject({
      response: {
        status: 'cancelled',
        status_details: { type: 'cancelled', reason: 'turn_detected' },
        output: [{ status: 'incomplete' }],
      },
    });
    expect(typesOf(client.events)).not.toContain('conversation.item.truncated');
  });

  it('also truncates the item when auto_truncate is on', async () => {
    const client = await bargeIn({ auto_truncate: true });
    await client.next('response.done');
    const truncated = await client.next('conversation.item.truncated');
    expect(Number(truncated['audio_end_ms'])).toBeGreaterThanOrEqual(0);
    expect(Number(truncated['audio_end_ms'])).toBeLessThan(10_000);
  });

  it('leaves the response alone when interrupt_response is off, and answers afterwards', async () => {
    const client = await bargeIn({ interrupt_response: false });
    append(client, silence(700));
    expect(await client.next('response.done')).toMatchObject({ response: { status: 'completed' } });
    expect(await client.next('response.done')).toMatchObject({ response: { status: 'completed' } });
  });
});

describe('push-to-talk', () => {
  it('commits what was appended and answers when asked', async () => {
    const client = await voiceClient(
      { turn_detection: null, input_audio_transcription: { model: 'whisper-1' } },
      { ears: scriptedEars('hello') },
    );
    append(client, await speech('what-time-is-it'));
    client.send({ type: 'input_audio_buffer.commit' });
    await client.next('conversation.item.input_audio_transcription.completed');
    expect(typesOf(client.read())).toEqual([
      'input_audio_buffer.committed',
      'conversation.item.created',
      'conversation.item.done',
      'conversation.item.input_audio_transcription.delta',
      'conversation.item.input_audio_transcription.completed',
    ]);
    client.send({ type: 'response.create' });
    await client.next('response.done');
  });

  it.each([
    [0, '0.00'],
    [60, '60.00'],
    [99.5, '99.50'],
  ])('refuses to commit %s ms', async (ms, shown) => {
    const client = await voiceClient({ turn_detection: null });
    append(client, silence(ms));
    client.send({ type: 'input_audio_buffer.commit', event_id: 'c1' });
    expect(field(await client.next('error'), 'error')).toEqual({
      message: `Error committing input audio buffer: buffer too small. Expected at least 100ms of audio, but buffer only has ${shown}ms of audio.`,
      type: 'invalid_request_error',
      code: 'input_audio_buffer_commit_empty',
      param: null,
      event_id: 'c1',
    });
  });

  it('forgets what was appended at clear', async () => {
    const client = await voiceClient({ turn_detection: null });
    append(client, silence(500));
    client.send({ type: 'input_audio_buffer.clear' });
    await client.next('input_audio_buffer.cleared');
    client.send({ type: 'input_audio_buffer.commit' });
    expect(field(await client.next('error'), 'error', 'code')).toBe(
      'input_audio_buffer_commit_empty',
    );
  });
});

describe('formats', () => {
  it.each(['pcm16_8000hz', 'pcm16_16000hz', 'g711_ulaw', 'g711_alaw'])(
    'speaks %s',
    async (format) => {
      const client = await voiceClient({ output_audio_format: format });
      sayInText(client, 'what time is it');
      await client.next('response.done');
      const bytes = client.events
        .filter(({ type }) => type === 'response.audio.delta')
        .reduce((sum, event) => sum + Buffer.from(textValue(event['delta']), 'base64').length, 0);
      const bytesPerS = { pcm16_8000hz: 16_000, pcm16_16000hz: 32_000 }[format] ?? 8000;
      expect(bytes / bytesPerS).toBeGreaterThan(0.8);
      expect(bytes / bytesPerS).toBeLessThan(4);
    },
  );

  it.each(['g711_ulaw', 'g711_alaw'] as const)('hears %s', async (format) => {
    const client = await voiceClient(
      { input_audio_format: format, turn_detection: { type: 'server_vad' } },
      { ears: scriptedEars('what time is it') },
    );
    const said = resample(await speech('what-time-is-it'), rateHz, 8000);
    for (const samples of [said, new Int16Array(8000)]) {
      client.send({ type: 'input_audio_buffer.append', audio: encodeBase64(samples, format) });
    }
    const done = await client.next('response.done');
    expect(field(done, 'response', 'output', '0', 'content', '0', 'transcript')).toBe(
      'It is ten forty five.',
    );
  });

  it('hears the first of two channels when the client sends its echo reference', async () => {
    const query = 'api-version=2026-07-15&model=gpt-4.1&features=client_ec_reference:true';
    const client = await openClient(await runEmulator(), { query });
    const echo = { type: 'server_echo_cancellation', channels: 2, reference_source: 'client' };
    client.send({
      type: 'session.update',
      session: { turn_detection: { type: 'server_vad' }, input_audio_echo_cancellation: echo },
    });
    await client.next('session.updated');
    const loud = await speech('unknown-sentence');
    const stereo = (first: Int16Array, second: Int16Array): Int16Array =>
      Int16Array.from({ length: 2 * loud.length }, (_, index) =>
        index % 2 === 0 ? (first[index >> 1] ?? 0) : (second[index >> 1] ?? 0),
      );
    const nothing = new Int16Array(loud.length);
    append(client, stereo(nothing, loud));
    append(client, stereo(loud, nothing));
    const started = await client.next('input_audio_buffer.speech_started');
    expect(Number(started['audio_start_ms'])).toBeGreaterThan((loud.length / rateHz) * 1000 - 500);
  });

  it('rejects audio that is not base64', async () => {
    const client = await voiceClient({});
    client.send({ type: 'input_audio_buffer.append', audio: '***' });
    expect(field(await client.next('error'), 'error', 'param')).toBe('audio');
  });
});

describe('recorded latency', () => {
  it('lets the answer begin and flow as late as recorded', async () => {
    const client = await openClient(await runEmulator({ latency: 'recorded' }));
    await client.next('session.created');
    const sentMs = performance.now();
    sayInText(client, 'what time is it');
    await client.next('conversation.item.created');
    const createdMs = performance.now();
    await client.next('response.output_item.added');
    const outputMs = performance.now();
    await client.next('response.done');
    expect(createdMs - sentMs).toBeGreaterThan(55);
    expect(outputMs - createdMs).toBeGreaterThan(110);
    const deltas = client.events.filter(({ type }) => type === 'response.audio.delta').length;
    expect(performance.now() - outputMs).toBeGreaterThan(135 + (deltas - 1) * 50);
  });
});
