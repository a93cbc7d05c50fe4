import { fileURLToPath } from 'node:url';
import { encodeBase64 } from '../../src/audio/pure/pcm.js';
import { textValue } from '../../src/emulator/kernel/text-value.js';
import { loadScenario } from '../../src/emulator/scenario/scenario-file.js';
import type { Scenario } from '../../src/emulator/scenario/scenario.js';
import type { JsonObject } from '../../src/shared/json.js';
import { field, openClient, sayInText, type TestClient } from './emulator-client.js';
import { runEmulator, scriptedEars } from './emulator-rig.js';

/** The committed scenario with a turn for every family of events. */
export function everything(): Scenario {
  const path = new URL('../../src/emulator/scenarios/everything.yaml', import.meta.url);
  return loadScenario(fileURLToPath(path));
}

export const sdpOffer =
  'v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\nm=audio 9 UDP/TLS/RTP/SAVPF 111\r\n';

const functionTools = ['get_weather', 'get_time'].map((name) => ({ type: 'function', name }));

const everythingOn: JsonObject = {
  modalities: ['text', 'audio'],
  voice: { type: 'azure-standard', name: 'en-US-AvaNeural' },
  turn_detection: { type: 'server_vad', silence_duration_ms: 300, create_response: false },
  input_audio_transcription: { model: 'azure-speech' },
  output_audio_timestamp_types: ['word'],
  animation: { outputs: ['viseme_id', 'blendshapes'] },
  avatar: { character: 'lisa', customized: false, output_protocol: 'websocket' },
  include: [
    'item.input_audio_transcription.logprobs',
    'item.input_audio_transcription.phrases',
    'file_search_call.results',
  ],
  interim_response: {
    type: 'static_interim_response',
    triggers: ['latency'],
    latency_threshold_ms: 1200,
    texts: ['One moment.'],
  },
  tools: [
    ...functionTools,
    { type: 'mcp', server_label: 'library', server_url: 'http://127.0.0.1:1/mcp' },
    { type: 'mcp', server_label: 'closed', server_url: 'http://127.0.0.1:1/mcp' },
  ],
};

async function ask(client: TestClient, text: string): Promise<JsonObject> {
  sayInText(client, text);
  return client.next('response.done');
}

/** A second of a tone and half a second of silence: one turn of speech. */
export function speakTone(client: TestClient): void {
  const tone = Int16Array.from({ length: 24_000 }, (_, index) => 9000 * Math.sin(index / 9));
  for (const samples of [tone, new Int16Array(18_000)]) {
    client.send({ type: 'input_audio_buffer.append', audio: encodeBase64(samples) });
  }
}

async function callTools(client: TestClient): Promise<void> {
  const done = await ask(client, 'call two functions');
  for (const index of ['0', '1']) {
    const callId = field(done, 'response', 'output', index, 'call_id') ?? '';
    const item = { type: 'function_call_output', call_id: callId, output: 'fine' };
    client.send({ type: 'conversation.item.create', item });
  }
  client.send({ type: 'response.create' });
  await client.next('response.done');
}

/** Answers the latest request. */
export async function answerApproval(client: TestClient, approve: boolean): Promise<void> {
  const request = client.events.findLast(
    (event) => field(event, 'item', 'type') === 'mcp_approval_request',
  );
  client.send({
    type: 'conversation.item.create',
    item: {
      type: 'mcp_approval_response',
      approval_request_id: field(request, 'item', 'id') ?? '',
      approve,
    },
  });
  await client.next('response.output_item.done', ({ item }) => field(item, 'type') === 'mcp_call');
}

async function useLibrary(client: TestClient): Promise<void> {
  for (const [phrase, approve] of [
    ['find a book', true],
    ['find a book', false],
    ['burn a book', true],
  ] as const) {
    await ask(client, phrase);
    await answerApproval(client, approve);
    client.send({ type: 'response.create' });
    await client.next('response.done');
  }
}

/** The cascade class transcribes before there is an item, the realtime class afterwards. */
async function speakTwice(client: TestClient, model: string): Promise<void> {
  for (const type of ['completed', 'failed']) {
    speakTone(client);
    const transcription = `conversation.item.input_audio_transcription.${type}`;
    const order = [transcription, 'conversation.item.created'];
    if (model.startsWith('gpt-realtime')) order.reverse();
    for (const expected of order) await client.next(expected);
  }
}

async function editHistory(client: TestClient): Promise<void> {
  const done = await ask(client, 'say something');
  const itemId = field(done, 'response', 'output', '0', 'id') ?? '';
  client.send({ type: 'conversation.item.retrieve', item_id: itemId });
  client.send({
    type: 'conversation.item.truncate',
    item_id: itemId,
    content_index: 0,
    audio_end_ms: 300,
  });
  client.send({ type: 'conversation.item.delete', item_id: itemId });
  await client.next('conversation.item.deleted');
}

async function useWebRtc(client: TestClient): Promise<void> {
  client.send({ type: 'session.avatar.connect', client_sdp: sdpOffer });
  client.send({ type: 'rtc.call.sdp.create', sdp_offer: sdpOffer });
  client.send({ type: 'rtc.call.sdp.create', sdp_offer: 'nonsense' });
  await client.next('rtc.call.error');
  client.send({ type: 'output_audio_buffer.clear' });
  await client.next('output_audio_buffer.cleared');
}

const plainTurns = [
  'move your lips',
  'cite your source',
  'call a function',
  'search the web',
  'search my files',
  'ask an agent',
  'ask a broken agent',
  'think for a while',
  'break the rules',
  'talk too long',
  'make an error',
  'fail quietly',
  'warn me',
  'invoke the agent',
  'pretend to be on a call',
  'say nothing',
] as const;

/**
 * Goes through every turn of the scenario `everything` with one client of a model.
 * @returns what it was sent, in order, until the session expired
 */
export async function tour(model: string): Promise<readonly JsonObject[]> {
  const ears = scriptedEars('say something', 'mumble please');
  const emulator = await runEmulator({ scenario: everything(), ears });
  const client = await openClient(emulator, { model });
  client.send({ type: 'session.update', session: everythingOn });
  await client.next('mcp_list_tools.completed');
  await client.next('mcp_list_tools.failed');
  await useWebRtc(client);
  for (const phrase of plainTurns) await ask(client, phrase);
  await callTools(client);
  await useLibrary(client);
  await editHistory(client);
  await speakTwice(client, model);
  client.send({ type: 'session.update', session: { modalities: ['text'] } });
  await ask(client, 'say something');
  client.send({ type: 'input_audio_buffer.clear' });
  await client.next('input_audio_buffer.cleared');
  sayInText(client, 'end the session');
  await client.next(
    'error',
    (event) => textValue(field(event, 'error', 'code')) === 'session_expired',
  );
  await client.closed();
  return client.events;
}
