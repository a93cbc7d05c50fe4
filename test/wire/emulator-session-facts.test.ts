import { describe, expect, it } from 'vitest';
import { decodeBase64, encodeBase64 } from '../../src/audio/pure/pcm.js';
import { formatRateHz } from '../../src/audio/pure/sample-rates.js';
import { textValue } from '../../src/emulator/kernel/text-value.js';
import type { JsonObject } from '../../src/shared/json.js';
import { field, openClient, sayInText, type TestClient } from '../helpers/emulator-client.js';
import { closeEmulatorsAfterEach, runEmulator, scriptedEars } from '../helpers/emulator-rig.js';
import { speakTone } from '../helpers/emulator-tour.js';

/*
 * What the service does with session settings. Sources: live tests of the official Python, JavaScript and .NET SDKs
 * (azure-ai-voicelive and Azure.AI.VoiceLive), frames observed on gpt-realtime-2, and measurements of 2026-10-05.
 */
closeEmulatorsAfterEach();

async function clientOf(model: string): Promise<TestClient> {
  return openClient(await runEmulator({ ears: scriptedEars('hello') }), { model });
}

async function updated(model: string, session: JsonObject): Promise<JsonObject> {
  const client = await clientOf(model);
  client.send({ type: 'session.update', session });
  return client.next('session.updated');
}

describe('turn_detection', () => {
  it.each(['none', 'None'])('%s is taken as null (Python and .NET SDK)', async (type) => {
    const event = await updated('gpt-realtime', { turn_detection: { type } });
    expect(field(event, 'session', 'turn_detection')).toBeNull();
  });

  it.each(['azure_semantic_vad', 'azure_semantic_vad_en', 'azure_semantic_vad_multilingual'])(
    '%s comes back with the fields of the service (frame observed on gpt-realtime-2)',
    async (type) => {
      const turn_detection = { type, threshold: 0.5, silence_duration_ms: 500 };
      const event = await updated('gpt-realtime-2', { turn_detection });
      expect(field(event, 'session', 'turn_detection')).toEqual({
        type,
        threshold: 0.5,
        prefix_padding_ms: null,
        silence_duration_ms: 500,
        create_response: true,
        interrupt_response: true,
        idle_timeout_ms: null,
        profile: 'classic',
        neg_threshold: null,
        speech_duration_ms: null,
        window_size: null,
        distinct_ci_phones: null,
        require_vowel: null,
        require_vowel_assistant_speaking: null,
        remove_filler_words: false,
        languages: null,
        auto_truncate: false,
        appended_text_after_truncation: null,
      });
    },
  );

  it('takes speech_duration_assistant_speaking_ms (live test of the Python SDK)', async () => {
    const turn_detection = {
      type: 'azure_semantic_vad',
      speech_duration_assistant_speaking_ms: 300,
    };
    const event = await updated('gpt-4.1', { turn_detection });
    expect(field(event, 'session', 'turn_detection')).toMatchObject(turn_detection);
  });
});

describe('end_of_utterance_detection', () => {
  const textModels = [
    'semantic_detection_v1',
    'semantic_detection_v1_en',
    'semantic_detection_v1_multilingual',
  ];

  it.each(textModels)(
    '%s is refused on a realtime model with the words of the service (measured 2026-10-05)',
    async (model) => {
      const client = await clientOf('gpt-realtime');
      const turn_detection = { type: 'azure_semantic_vad', end_of_utterance_detection: { model } };
      client.send({ type: 'session.update', session: { turn_detection } });
      expect(field(await client.next('error'), 'error')).toMatchObject({
        type: 'invalid_request_error',
        message:
          'Text-based end-of-utterance detection requires a local speech recognizer and is only supported on cascaded pipelines.',
        param: 'session.turn_detection.end_of_utterance_detection',
      });
    },
  );

  it.each([
    ['gpt-4.1', 'semantic_detection_v1_multilingual'],
    ['gpt-5-mini', 'smart_end_of_turn_detection'],
    ['gpt-realtime-2.1', 'smart_end_of_turn_detection'],
  ])('%s takes %s and fills in its fields (measured 2026-10-05)', async (model, detection) => {
    const end_of_utterance_detection = { model: detection, timeout_ms: 900 };
    const turn_detection = { type: 'azure_semantic_vad', end_of_utterance_detection };
    const event = await updated(model, { turn_detection });
    expect(field(event, 'session', 'turn_detection', 'end_of_utterance_detection')).toEqual({
      model: detection,
      threshold: null,
      threshold_level: 'default',
      timeout: null,
      timeout_ms: 900,
    });
  });
});

describe('a session', () => {
  it('has an echo of all fields of echo cancellation (frame observed on gpt-realtime-2)', async () => {
    const type = 'server_echo_cancellation';
    const event = await updated('gpt-realtime-2', { input_audio_echo_cancellation: { type } });
    expect(field(event, 'session', 'input_audio_echo_cancellation')).toEqual({
      type,
      reference_source: 'server',
      channels: 1,
    });
  });

  it.each([
    ['gpt-realtime', 200],
    ['gpt-realtime-2', 500],
  ])('of %s begins with %i ms of silence (recordings)', async (model, silence_duration_ms) => {
    const created = await (await clientOf(model)).next('session.created');
    expect(field(created, 'session', 'turn_detection')).toMatchObject({ silence_duration_ms });
  });

  it('can have the model phi4-mini, a cascade (live tests of the Python SDK)', async () => {
    const created = await (await clientOf('phi4-mini')).next('session.created');
    expect(field(created, 'session', 'voice', 'type')).toBe('azure-standard');
  });

  it.each(['pcm16_22050hz', 'pcm16_24000hz', 'pcm16_44100hz', 'pcm16_48000hz'] as const)(
    'speaks %s (live test of the Python SDK, test_output_formats_with_azure_voice)',
    async (format) => {
      const client = await clientOf('gpt-4.1');
      client.send({ type: 'session.update', session: { output_audio_format: format } });
      sayInText(client, 'what time is it');
      const done = await client.next('response.done');
      expect(field(done, 'response', 'output_audio_format')).toBe(format);
      const samples = client.events
        .filter(({ type }) => type === 'response.audio.delta')
        .reduce((sum, { delta }) => sum + decodeBase64(textValue(delta), format).length, 0);
      const seconds = samples / formatRateHz(format);
      expect(seconds).toBeGreaterThan(1.2);
      expect(seconds).toBeLessThan(2.6);
    },
  );

  it('hears 44100 Hz (live test of the Python SDK, input sampling rates)', async () => {
    const client = await clientOf('gpt-4.1');
    client.send({ type: 'session.update', session: { input_audio_sampling_rate: 44_100 } });
    const tone = Int16Array.from({ length: 44_100 }, (_, index) => 9000 * Math.sin(index / 16));
    for (const samples of [tone, new Int16Array(44_100)]) {
      client.send({ type: 'input_audio_buffer.append', audio: encodeBase64(samples) });
    }
    const stopped = await client.next('input_audio_buffer.speech_stopped');
    expect(Number(stopped['audio_end_ms'])).toBeGreaterThan(1400);
    expect(Number(stopped['audio_end_ms'])).toBeLessThan(1700);
  });

  it('without an avatar has no output buffer to clear (live test of the .NET SDK)', async () => {
    const client = await clientOf('gpt-realtime');
    client.send({ type: 'output_audio_buffer.clear' });
    expect(field(await client.next('error'), 'error')).toMatchObject({
      type: 'invalid_request_error',
      param: 'output_audio_buffer.clear',
    });
  });
});

describe.each(['gpt-realtime', 'gpt-4.1'])('previous_item_id with %s', (model) => {
  it('is null at the start, then the id of the item before (recordings of spoken turns)', async () => {
    const client = await clientOf(model);
    speakTone(client);
    const committed = await client.next('input_audio_buffer.committed');
    await client.next('response.done');
    const [user, assistant] = client.events.filter(
      ({ type }) => type === 'conversation.item.created',
    );
    expect(committed['previous_item_id']).toBeNull();
    expect(user?.['previous_item_id']).toBeNull();
    expect(assistant?.['previous_item_id']).toBe(field(user, 'item', 'id'));
  });

  it('is a real id for typed items too, never an empty text', async () => {
    const client = await clientOf(model);
    sayInText(client, 'hello');
    await client.next('response.done');
    sayInText(client, 'hello');
    await client.next('response.done');
    const created = client.events.filter(({ type }) => type === 'conversation.item.created');
    const ids = created.map((event) => field(event, 'item', 'id'));
    expect(created.map((event) => event['previous_item_id'])).toEqual([null, ...ids.slice(0, -1)]);
  });
});
