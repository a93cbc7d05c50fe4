import { describe, expect, it } from 'vitest';
import { textValue } from '../../src/emulator/kernel/text-value.js';
import { parseScenario } from '../../src/emulator/scenario/scenario-file.js';
import type { JsonObject } from '../../src/shared/json.js';
import { field, openClient, sayInText, type TestClient } from '../helpers/emulator-client.js';
import { closeEmulatorsAfterEach, runEmulator, scriptedEars } from '../helpers/emulator-rig.js';
import { everything, speakTone } from '../helpers/emulator-tour.js';

closeEmulatorsAfterEach();

const version = 'api-version=2026-07-15';

async function clientFor(query: string): Promise<TestClient> {
  const emulator = await runEmulator({ scenario: everything() });
  const headers = { authorization: `Bearer ${emulator.token}` };
  return openClient(emulator, { query, headers });
}

async function textClient(session: JsonObject = {}, model = 'gpt-4.1'): Promise<TestClient> {
  const client = await openClient(await runEmulator({ scenario: everything() }), { model });
  client.send({ type: 'session.update', session: { modalities: ['text'], ...session } });
  await client.next('session.updated');
  return client;
}

async function errorAfter(client: TestClient, event: JsonObject): Promise<unknown> {
  client.send(event);
  return (await client.next('error'))['error'];
}

async function reply(client: TestClient, response: JsonObject = {}): Promise<unknown> {
  client.send({ type: 'response.create', response });
  const done = await client.next('response.done');
  return field(done, 'response', 'output', '0', 'content', '0', 'text');
}

function userSays(text: string): JsonObject {
  return { type: 'message', role: 'user', content: [{ type: 'input_text', text }] };
}

describe('the query', () => {
  it.each([
    [`${version}&agent-name=a`, 'Missing required agent project name'],
    [
      `${version}&agent-id=a&agent-project-name=p`,
      'Classic foundry agent is not supported in API version 2026-04-10 and above',
    ],
    [
      `${version}&agent-name=a&agent-project-name=p&api-key=k`,
      'Key authentication is not supported in Agent mode',
    ],
    [
      'api-version=2025-10-01&agent-id=a&agent-project-name=p',
      'Authentication error to AI Agent service: Unauthorized',
    ],
    [`${version}&model=gpt-4o`, 'Model gpt-4o is not supported in this region.'],
    [
      `${version}&model=m&profile=byom-not-a-real-profile`,
      'Profile byom-not-a-real-profile is not supported.',
    ],
    [
      `${version}&model=m&profile=byom-foundry-anthropic-messages`,
      'Connection error to BYOM Realtime service: status 400, message: Invalid response status',
    ],
  ])('%s is answered by: %s', async (query, message) => {
    const client = await clientFor(query);
    expect(field(await client.next('error'), 'error', 'message')).toBe(message);
    await client.closed();
    expect(client.events).toHaveLength(1);
  });

  it.each([
    ['byom-azure-openai-realtime', 'in_progress'],
    ['byom-azure-openai-chat-completion', 'incomplete'],
  ])('may bring a model of the user with %s', async (profile, status) => {
    const client = await clientFor(`${version}&model=my-model&profile=${profile}`);
    const created = await client.next('session.created');
    expect(field(created, 'session', 'model')).toBe('my-model');
    client.send({ type: 'response.create' });
    const added = await client.next('response.output_item.added');
    expect(field(added, 'item', 'status')).toBe(status);
  });

  it.each([
    `${version}&agent-name=a&agent-project-name=p`,
    'api-version=2025-10-01&agent-id=a&agent-project-name=p&agent-access-token=t',
  ])('may name an agent, whose instructions are its own: %s', async (query) => {
    const client = await clientFor(query);
    expect(field(await client.next('session.created'), 'session', 'agent', 'name')).toBe('a');
    const update = { type: 'session.update', session: { instructions: 'Be brief.' } };
    expect(await errorAfter(client, update)).toMatchObject({ param: 'session.instructions' });
    const create = { type: 'response.create', response: { instructions: 'Be brief.' } };
    expect(await errorAfter(client, create)).toMatchObject({
      message: 'Overriding instructions in response.create is not supported',
    });
    sayInText(client, 'say something');
    await client.next('response.done');
  });
});

describe('a session', () => {
  it('ends at its limit with an error, and says beforehand when', async () => {
    const yaml = 'service: { session_limit_s: 0.05 }\nturns: [{ phrases: hi, say: Hello. }]';
    const emulator = await runEmulator({ scenario: parseScenario(yaml, 'short.yaml') });
    const client = await openClient(emulator);
    const error = await client.next('error');
    expect(error).toMatchObject({
      error: { code: 'session_expired', type: 'invalid_request_error' },
    });
    expect(await client.closed()).toBe(1001);
  });

  it('has the recorded text for a key that it does not know', async () => {
    const client = await textClient();
    const session = { proactive_engagement: true };
    client.sendText(JSON.stringify({ type: 'session.update', session }));
    expect(field(await client.next('error'), 'error')).toMatchObject({
      message: "'session.proactive_engagement' unexpected (extra fields not permitted)",
      type: 'invalid_request_error',
    });
  });

  const client2 = { type: 'server_echo_cancellation', channels: 2, reference_source: 'client' };

  it.each([
    ['invalid_ec_channels_requires_client', { ...client2, reference_source: 'server' }, {}],
    ['invalid_ec_reference_channels', { ...client2, channels: 1 }, {}],
    ['invalid_ec_channels_format', client2, { input_audio_format: 'g711_ulaw' }],
  ])('refuses echo cancellation with %s', async (code, echo, more) => {
    const client = await clientFor(`${version}&model=gpt-4.1&features=client_ec_reference:true`);
    const session = { input_audio_echo_cancellation: echo, ...more };
    expect(await errorAfter(client, { type: 'session.update', session })).toMatchObject({ code });
  });

  it('keeps its channels once there was sound, and takes them in pairs only', async () => {
    const client = await clientFor(`${version}&model=gpt-4.1&features=client_ec_reference:true`);
    const stereo = { input_audio_echo_cancellation: client2 };
    client.send({ type: 'session.update', session: stereo });
    const half = { type: 'input_audio_buffer.append', audio: Buffer.alloc(6).toString('base64') };
    expect(await errorAfter(client, half)).toMatchObject({ param: 'audio' });
    client.send({ ...half, audio: Buffer.alloc(8).toString('base64') });
    const mono = { input_audio_echo_cancellation: null };
    expect(await errorAfter(client, { type: 'session.update', session: mono })).toMatchObject({
      code: 'change_in_ec_channels_not_allowed',
    });
  });

  it('of a phi model takes no MCP server', async () => {
    const client = await openClient(await runEmulator(), { model: 'phi4-mm-realtime' });
    const tools = [{ type: 'mcp', server_label: 'x', server_url: 'http://127.0.0.1:1/' }];
    expect(await errorAfter(client, { type: 'session.update', session: { tools } })).toMatchObject({
      param: 'session.tools',
    });
  });

  it('speaks up when the user is silent for idle_timeout_ms', async () => {
    const client = await textClient({
      turn_detection: { type: 'server_vad', idle_timeout_ms: 20 },
    });
    sayInText(client, 'say something');
    await client.next('response.done');
    const idle = await client.next('response.done');
    expect(field(idle, 'response', 'output', '0', 'content', '0', 'text')).toBe(
      'Are you still there?',
    );
  });
});

describe('events that bring input', () => {
  it('stream a typed message', async () => {
    const client = await textClient();
    for (const delta of ['say ', 'something']) {
      client.send({ type: 'input_text.delta', id: 'text_1', delta });
    }
    client.send({ type: 'input_text.done', id: 'text_1' });
    expect(await client.next('conversation.item.created')).toMatchObject({
      item: { id: 'text_1', role: 'user', content: [{ text: 'say something' }] },
    });
    expect(await reply(client)).toBe('Here is a sentence that you can hear.');
    expect(await errorAfter(client, { type: 'input_text.done', id: 'text_2' })).toMatchObject({
      param: 'id',
    });
  });

  it('begin, fill, cancel and end a turn of speech', async () => {
    const client = await textClient({ turn_detection: null });
    const audio = Buffer.alloc(9600, 1).toString('base64');
    client.send({ type: 'input_audio.turn.start', turn_id: 't1' });
    client.send({ type: 'input_audio.turn.append', turn_id: 't1', audio });
    client.send({ type: 'input_audio.turn.cancel', turn_id: 't1' });
    await client.next('input_audio_buffer.cleared');
    client.send({ type: 'input_audio.turn.start', turn_id: 't2' });
    client.send({ type: 'input_audio.turn.append', turn_id: 't2', audio });
    const wrong = { type: 'input_audio.turn.end', turn_id: 't1' };
    expect(await errorAfter(client, wrong)).toMatchObject({ param: 'turn_id' });
    client.send({ ...wrong, turn_id: 't2' });
    await client.next('input_audio_buffer.committed');
    client.send({ type: 'input_audio.clear' });
    await client.next('input_audio_buffer.cleared');
  });
});

describe('a transcription', () => {
  async function spoken(include: readonly string[], heard: string): Promise<TestClient> {
    const scenario = everything();
    const emulator = await runEmulator({ scenario, ears: scriptedEars(heard) });
    const client = await openClient(emulator);
    const input_audio_transcription = { model: 'gpt-4o-transcribe' };
    client.send({ type: 'session.update', session: { input_audio_transcription, include } });
    speakTone(client);
    return client;
  }

  const completed = 'conversation.item.input_audio_transcription.completed';

  it('has no more than its text when nothing else is asked for', async () => {
    const client = await spoken([], 'say something');
    expect(Object.keys(await client.next(completed)).sort()).toEqual(
      ['content_index', 'event_id', 'item_id', 'transcript', 'type'].sort(),
    );
  });

  it('has phrases, words and log probabilities when the session includes them', async () => {
    const parts = ['logprobs', 'phrases'];
    const include = parts.map((part) => `item.input_audio_transcription.${part}`);
    const event = await (await spoken(include, 'say something')).next(completed);
    expect(field(event, 'phrases', '0')).toMatchObject({
      text: 'Say something',
      words: [{ text: 'Say', offset_milliseconds: 0 }, { text: 'something' }],
    });
    expect(field(event, 'logprobs', '0')).toMatchObject({ token: 'Say', bytes: [83, 97, 121] });
  });

  it('fails when the scenario says so, and the turn is answered nevertheless', async () => {
    const client = await spoken([], 'mumble please');
    const done = await client.next('response.done');
    expect(field(done, 'response', 'output', '0', 'content', '0', 'transcript')).toBe(
      'I did understand you.',
    );
    const failed = client.events.find(({ type }) =>
      textValue(type).endsWith('transcription.failed'),
    );
    expect(field(failed, 'error', 'message')).toBe('The speech could not be transcribed.');
  });
});

describe('options of a response', () => {
  it('give it other items than the conversation has', async () => {
    const client = await textClient();
    const items = [userSays('warn me')];
    for (const key of ['input_items', 'input']) {
      expect(await reply(client, { [key]: items, conversation: 'none' })).toBe('You are warned.');
    }
    expect(await reply(client)).toBe('Hello! Ask me for any kind of event.');
  });

  it('append items first, and leave it out of the conversation', async () => {
    const client = await textClient();
    const append_input_items = [userSays('warn me')];
    expect(await reply(client, { append_input_items, commit: false })).toBe('You are warned.');
    expect(await reply(client)).toBe('You are warned.');
  });

  const time = { type: 'function', name: 'get_time', parameters: { type: 'object' } };
  const weather = {
    type: 'function',
    name: 'get_weather',
    parameters: {
      type: 'object',
      properties: { city: { type: 'string' }, days: { type: 'integer' } },
      required: ['city', 'days'],
    },
  };

  it.each([
    ['required', 'get_time', '{}'],
    ['get_weather', 'get_weather', '{"city":"test","days":1}'],
    [{ type: 'function', name: 'get_weather' }, 'get_weather', '{"city":"test","days":1}'],
  ])('force a call with tool_choice %j', async (tool_choice, name, args) => {
    const client = await textClient({ tools: [time, weather] });
    client.send({ type: 'conversation.item.create', item: userSays('say something') });
    client.send({ type: 'response.create', response: { tool_choice } });
    const done = await client.next('response.done');
    expect(field(done, 'response', 'output', '0')).toMatchObject({ name, arguments: args });
  });

  it('make it think, and bill for it', async () => {
    const client = await textClient({}, 'gpt-5');
    client.send({ type: 'response.create', response: { reasoning_effort: 'high' } });
    const done = await client.next('response.done');
    const details = field(done, 'response', 'usage', 'output_token_details');
    expect(field(details, 'reasoning_tokens')).toBe(256);
    expect(Number(field(details, 'text_tokens'))).toBeGreaterThan(256);
  });

  it('replace the answer by a given one, which costs no input', async () => {
    const client = await textClient();
    const content = [{ type: 'text', text: 'As agreed.' }];
    const given = { type: 'message', role: 'assistant', content };
    client.send({ type: 'response.create', response: { pre_generated_assistant_message: given } });
    const done = await client.next('response.done');
    expect(field(done, 'response', 'output', '0', 'content', '0', 'text')).toBe('As agreed.');
    expect(field(done, 'response', 'usage', 'input_tokens')).toBe(0);
  });

  it('cancel the one before', async () => {
    const client = await textClient();
    sayInText(client, 'say something');
    client.send({ type: 'response.create', response: { cancel_previous: true } });
    const first = await client.next('response.done');
    expect(field(first, 'response', 'status')).toBe('cancelled');
    expect(field(await client.next('response.done'), 'response', 'status')).toBe('completed');
  });
});

describe('an interim response', () => {
  async function spokenWith(interim: JsonObject, phrase: string): Promise<readonly unknown[]> {
    const tools = [{ type: 'function', name: 'get_weather' }];
    const modalities = ['text', 'audio'];
    const client = await textClient({ modalities, tools, interim_response: interim });
    sayInText(client, phrase);
    await client.next('response.done');
    return client.events
      .filter(({ type }) => type === 'response.output_item.done')
      .map(
        (event) =>
          field(event, 'item', 'content', '0', 'transcript') ?? field(event, 'item', 'type'),
      );
  }

  const fixed = { type: 'static_interim_response', texts: ['One moment.'] };

  it('is spoken when the answer takes longer than the threshold', async () => {
    expect(await spokenWith(fixed, 'think for a while')).toEqual([
      'One moment.',
      'I have thought about it.',
    ]);
    const patient = { ...fixed, latency_threshold_ms: 10_000 };
    expect(await spokenWith(patient, 'think for a while')).toEqual(['I have thought about it.']);
  });

  it('is spoken before a tool is called, if that is its trigger', async () => {
    const interim = { type: 'llm_interim_response', triggers: ['tool'] };
    expect(await spokenWith(interim, 'call a function')).toEqual([
      'Let me think about that.',
      'function_call',
    ]);
    expect(await spokenWith(fixed, 'call a function')).toEqual(['function_call']);
  });
});

describe('a response that the service cuts off', () => {
  it.each([
    ['break the rules', 'content_filter'],
    ['talk too long', 'max_output_tokens'],
  ])('%s: is incomplete because of %s, and so is its item', async (phrase, reason) => {
    const client = await textClient({ modalities: ['text', 'audio'] });
    sayInText(client, phrase);
    const done = await client.next('response.done');
    expect(done).toMatchObject({
      response: {
        status: 'incomplete',
        status_details: { type: 'incomplete', reason },
        output: [{ status: 'incomplete' }],
      },
    });
  });
});
