import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../src/shared/json.js';
import { textValue } from '../../src/emulator/kernel/text-value.js';
import { field, openClient, sayInText, type TestClient } from '../helpers/emulator-client.js';
import { closeEmulatorsAfterEach, runEmulator } from '../helpers/emulator-rig.js';

closeEmulatorsAfterEach();

const weatherTool = {
  type: 'function',
  name: 'get_weather',
  parameters: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
};

async function textClient(
  model = 'gpt-realtime',
  tools: readonly JsonObject[] = [],
): Promise<TestClient> {
  const client = await openClient(await runEmulator(), { model });
  client.send({
    type: 'session.update',
    session: { modalities: ['text'], tools: tools },
  });
  await client.next('session.updated');
  return client;
}

async function replyTo(client: TestClient, text: string): Promise<unknown> {
  sayInText(client, text);
  const done = await client.next('response.done');
  return field(done, 'response', 'output', '0', 'content', '0', 'text');
}

describe('a typed conversation with the default scenario', () => {
  it('answers what the phrases cover, whatever the case, punctuation and small slips', async () => {
    const client = await textClient();
    expect(await replyTo(client, 'HELLO!')).toBe(
      'Hello! I am the voice live emulator. How can I help you?',
    );
    expect(await replyTo(client, 'waht time is it, please?')).toBe('It is ten forty five.');
    expect(await replyTo(client, 'Tell me a stroy')).toMatch(/^Once there was a lighthouse keeper/);
    expect(await replyTo(client, 'please count')).toMatch(/^One, two, three, .*, sixty\.$/);
  });

  it('repeats a text that it does not know', async () => {
    const client = await textClient();
    expect(await replyTo(client, 'explain monads')).toBe(
      'I did not catch that. You said: explain monads',
    );
  });

  it('greets when a response is asked for before anything was said', async () => {
    const client = await textClient();
    client.send({ type: 'response.create' });
    const done = await client.next('response.done');
    expect(field(done, 'response', 'output', '0', 'content', '0', 'text')).toMatch(/^Hello!/);
  });

  it('calls the function that the client declared and answers with its output', async () => {
    const client = await textClient('gpt-realtime', [weatherTool]);
    sayInText(client, 'What is the weather in Zurich?');
    const called = await client.next('response.done');
    const call = field(called, 'response', 'output', '0');
    expect(call).toMatchObject({ type: 'function_call', arguments: '{"city":"Zurich"}' });
    client.send({
      type: 'conversation.item.create',
      item: {
        type: 'function_call_output',
        call_id: field(call, 'call_id') ?? '',
        output: '{"temperature_c":7,"sky":"cloudy"}',
      },
    });
    client.send({ type: 'response.create' });
    const answered = await client.next('response.done');
    expect(field(answered, 'response', 'output', '0', 'content', '0', 'text')).toBe(
      'In Zurich it is 7 degrees and cloudy.',
    );
  });

  it('says what the tool said when the output is not what it expects', async () => {
    const client = await textClient('gpt-5', [weatherTool]);
    sayInText(client, 'weather in Oslo');
    const called = await client.next('response.done');
    client.send({
      type: 'conversation.item.create',
      item: {
        type: 'function_call_output',
        call_id: field(called, 'response', 'output', '0', 'call_id') ?? '',
        output: 'denied by the user',
      },
    });
    client.send({ type: 'response.create' });
    const answered = await client.next('response.done');
    expect(field(answered, 'response', 'output', '0', 'content', '0', 'text')).toBe(
      'I could not get the weather. The tool said: denied by the user',
    );
  });

  it('fits its arguments to a tool with other parameter names', async () => {
    const parameters = {
      type: 'object',
      properties: { location: { type: 'string' } },
      required: ['location'],
    };
    const tool = { type: 'function', name: 'get_current_weather', parameters };
    const client = await textClient('gpt-realtime', [tool]);
    sayInText(client, 'weather in Oslo');
    const called = await client.next('response.done');
    expect(field(called, 'response', 'output', '0', 'arguments')).toBe('{"location":"Oslo"}');
  });

  it('says how to give it a tool when there is none, and that it may not call one when tools are off', async () => {
    const client = await textClient();
    expect(await replyTo(client, 'weather in Oslo')).toMatch(/^I have no weather tool/);
    client.send({
      type: 'session.update',
      session: { tools: [weatherTool], tool_choice: 'none' },
    });
    expect(await replyTo(client, 'weather in Oslo')).toMatch(/^I may not call get_weather/);
  });

  it('gives an error on request and goes on', async () => {
    const client = await textClient();
    sayInText(client, 'show me an error');
    const error = await client.next('error');
    expect(field(error, 'error', 'code')).toBe('scenario_error');
    const done = await client.next('response.done');
    expect(done).toMatchObject({
      response: { status: 'failed', status_details: { type: 'failed' } },
    });
    expect(await replyTo(client, 'hello')).toMatch(/^Hello!/);
  });
});

describe('responses', () => {
  it('refuses a second one while one is active, with the id of the client event', async () => {
    const client = await textClient();
    sayInText(client, 'hello');
    client.send({ type: 'response.create', event_id: 'mine' });
    const error = await client.next('error');
    expect(error).toMatchObject({
      error: { code: 'conversation_already_has_active_response', event_id: 'mine' },
    });
    const find = () => client.events.find((event) => event['type'] === 'response.created');
    // The refusal may come first.
    await expect.poll(find).toBeDefined();
    const created = find();
    expect(field(error, 'error', 'message')).toBe(
      `Conversation already has an active response in progress: ${textValue(field(created, 'response', 'id'))}. Wait until the response is finished before creating a new one.`,
    );
  });

  it('ends a cancelled one with its done events, incomplete, and sends nothing of it afterwards', async () => {
    const client = await openClient(await runEmulator());
    sayInText(client, 'count');
    await client.next('response.audio.delta');
    client.send({ type: 'response.cancel' });
    const done = await client.next('response.done');
    expect(done).toMatchObject({
      response: {
        status: 'cancelled',
        status_details: { type: 'cancelled', reason: 'client_cancelled' },
        output: [{ status: 'incomplete' }],
      },
    });
    const tail = client.read().slice(-5);
    expect(tail.map((event) => event['type'])).toEqual([
      'response.audio.done',
      'response.audio_transcript.done',
      'response.content_part.done',
      'response.output_item.done',
      'response.done',
    ]);
    const before = client.events.length;
    client.send({ type: 'response.cancel' });
    const error = await client.next('error');
    expect(field(error, 'error')).toMatchObject({
      code: 'response_cancel_not_active',
      message: 'Cancellation failed: no active response found',
    });
    expect(client.events.slice(before)).toHaveLength(1);
  });

  it('stops at the token limit', async () => {
    const client = await openClient(await runEmulator());
    client.send({
      type: 'conversation.item.create',
      item: { type: 'message', role: 'user', content: [{ type: 'input_text', text: 'count' }] },
    });
    client.send({
      type: 'response.create',
      response: { max_output_tokens: 20, modalities: ['text'] },
    });
    const done = await client.next('response.done');
    expect(done).toMatchObject({
      response: {
        status: 'incomplete',
        status_details: { type: 'incomplete', reason: 'max_output_tokens' },
        max_output_tokens: 20,
      },
    });
  });

  it('says a pre-generated message word for word and echoes metadata', async () => {
    const client = await openClient(await runEmulator(), { model: 'gpt-4.1' });
    client.send({
      type: 'response.create',
      response: {
        modalities: ['text'],
        metadata: { who: 'me' },
        pre_generated_assistant_message: {
          type: 'message',
          role: 'assistant',
          content: [{ type: 'text', text: 'Exactly this.' }],
        },
      },
    });
    const done = await client.next('response.done');
    expect(field(done, 'response', 'output', '0', 'content', '0', 'text')).toBe('Exactly this.');
    expect(done).toMatchObject({
      response: { metadata: { who: 'me' }, usage: { input_tokens: 0 } },
    });
  });

  it('bills the whole context each time, cached from the second response on', async () => {
    const client = await textClient();
    sayInText(client, 'tell me a story');
    const first = await client.next('response.done');
    sayInText(client, 'what time is it');
    const second = await client.next('response.done');
    const cached = ['response', 'usage', 'input_token_details', 'cached_tokens'];
    expect(field(first, ...cached)).toBe(0);
    expect(field(second, ...cached)).toBeGreaterThan(0);
    expect(Number(field(second, 'response', 'usage', 'input_tokens'))).toBeGreaterThan(
      Number(field(first, 'response', 'usage', 'input_tokens')) + 100,
    );
  });
});

describe('items', () => {
  it('are created in place, retrieved, and deleted', async () => {
    const client = await textClient();
    const item = (id: string) => ({
      id,
      type: 'message',
      role: 'user',
      content: [{ type: 'input_text', text: id }],
    });
    client.send({ type: 'conversation.item.create', item: item('one') });
    client.send({ type: 'conversation.item.create', item: item('two') });
    client.send({ type: 'conversation.item.create', previous_item_id: 'one', item: item('mid') });
    await client.next('conversation.item.created');
    expect(await client.next('conversation.item.created')).toMatchObject({
      previous_item_id: 'one',
    });
    expect(await client.next('conversation.item.created')).toMatchObject({
      previous_item_id: 'one',
    });
    client.send({ type: 'conversation.item.retrieve', item_id: 'mid' });
    expect(await client.next('conversation.item.retrieved')).toMatchObject({
      item: { id: 'mid', object: 'realtime.item', status: 'completed' },
    });
    client.send({ type: 'conversation.item.delete', item_id: 'mid' });
    expect(await client.next('conversation.item.deleted')).toMatchObject({ item_id: 'mid' });
  });

  it.each([
    ['retrieve', 'item_retrieve_invalid_item_id', 'Error retrieving item'],
    ['delete', 'item_delete_invalid_item_id', 'Error deleting item'],
  ])('cannot %s what is not there', async (verb, code, text) => {
    const client = await textClient();
    client.send({ type: `conversation.item.${verb}`, item_id: 'nope' });
    expect(field(await client.next('error'), 'error')).toMatchObject({
      code,
      message: `${text}: the item with id 'nope' does not exist.`,
    });
  });

  it('are truncated to what was heard, never to more than there is', async () => {
    const client = await openClient(await runEmulator());
    sayInText(client, 'hello');
    const done = await client.next('response.done');
    const itemId = textValue(field(done, 'response', 'output', '0', 'id'));
    const audioMs = client.events
      .filter((event) => event['type'] === 'response.audio.delta')
      .reduce((ms, event) => ms + Buffer.from(textValue(event['delta']), 'base64').length / 48, 0);
    const truncate = (audioEndMs: number): void => {
      client.send({
        type: 'conversation.item.truncate',
        item_id: itemId,
        content_index: 0,
        audio_end_ms: audioEndMs,
      });
    };
    truncate(999_999);
    expect(field(await client.next('error'), 'error')).toMatchObject({
      code: 'invalid_value',
      message: `Audio content of ${Math.ceil(audioMs)}ms is already shorter than 999999ms`,
    });
    truncate(1500);
    expect(await client.next('conversation.item.truncated')).toMatchObject({
      item_id: itemId,
      content_index: 0,
      audio_end_ms: 1500,
    });
    client.send({ type: 'conversation.item.retrieve', item_id: itemId });
    const kept = await client.next('conversation.item.retrieved');
    const transcript = textValue(field(kept, 'item', 'content', '0', 'transcript'));
    expect(transcript).toMatch(/^Hello/);
    expect(transcript).not.toMatch(/help you/);
  });

  it('refuses the output of a call that was not made', async () => {
    const client = await textClient();
    client.send({
      type: 'conversation.item.create',
      item: { type: 'function_call_output', call_id: 'call_x', output: '{}' },
    });
    expect(field(await client.next('error'), 'error', 'code')).toBe('invalid_tool_call_id');
  });
});

describe('bad input', () => {
  it.each([
    ['not JSON', 'hello?'],
    ['an array', '[1,2]'],
    ['an unknown event', '{"type":"session.explode","event_id":"e1"}'],
    ['a known event of the wrong shape', '{"type":"conversation.item.truncate","item_id":5}'],
    ['a hundred thousand brackets', '['.repeat(100_000)],
    ['an event without a type', '{}'],
  ])('answers %s with an error event and goes on', async (_, text) => {
    const client = await textClient();
    client.sendText(text);
    expect(field(await client.next('error'), 'error', 'type')).toBe('invalid_request_error');
    expect(await replyTo(client, 'hello')).toMatch(/^Hello!/);
  });

  it('names the wrong option of a session and leaves the session as it was', async () => {
    const client = await textClient();
    const session = { instructions: 'changed', output_audio_format: 'mp3' };
    client.sendText(JSON.stringify({ type: 'session.update', event_id: 'u1', session }));
    const error = await client.next('error');
    expect(error).toMatchObject({
      error: { code: 'invalid_value', param: 'session.output_audio_format', event_id: 'u1' },
    });
    client.send({ type: 'session.update', session: {} });
    expect(field(await client.next('session.updated'), 'session', 'instructions')).not.toBe(
      'changed',
    );
  });

  it('does not change the voice once the assistant has spoken', async () => {
    const client = await openClient(await runEmulator());
    client.send({ type: 'session.update', session: { voice: 'sage' } });
    expect(field(await client.next('session.updated'), 'session', 'voice')).toEqual({
      name: 'sage',
      type: 'openai',
    });
    sayInText(client, 'hello');
    await client.next('response.done');
    client.send({ type: 'session.update', session: { voice: 'alloy' } });
    expect(field(await client.next('error'), 'error', 'code')).toBe('cannot_update_voice');
  });
});
