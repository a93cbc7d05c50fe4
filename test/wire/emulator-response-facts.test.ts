import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../src/shared/json.js';
import { field, openClient, sayInText, type TestClient } from '../helpers/emulator-client.js';
import { closeEmulatorsAfterEach, runEmulator } from '../helpers/emulator-rig.js';

/*
 * What the service does with items and responses. Sources: recordings of the realtime and cascade classes, live tests of
 * the official SDKs, and the quickstart for JavaScript.
 */
closeEmulatorsAfterEach();

const weather = { type: 'function', name: 'get_weather', parameters: { type: 'object' } };

async function clientOf(model: string, session: JsonObject = {}): Promise<TestClient> {
  const client = await openClient(await runEmulator(), { model });
  client.send({ type: 'session.update', session: { modalities: ['text'], ...session } });
  await client.next('session.updated');
  return client;
}

async function created(client: TestClient, item: JsonObject): Promise<JsonObject> {
  client.send({ type: 'conversation.item.create', item });
  return client.next('conversation.item.created');
}

const picture = 'data:image/png;base64,iVBORw0KGgo=';

describe('an image', () => {
  const image = { type: 'input_image', image_url: picture };
  const text = { type: 'input_text', text: 'hello' };

  it('comes back without its data and with a detail (recording of an image turn)', async () => {
    const client = await clientOf('gpt-realtime');
    const item = { id: 'item_1', type: 'message', role: 'user', content: [image, text] };
    const echoed = [{ type: 'input_image', image_url: null, detail: 'auto' }, text];
    expect(field(await created(client, item), 'item', 'content')).toEqual(echoed);
    client.send({ type: 'conversation.item.retrieve', item_id: 'item_1' });
    const retrieved = await client.next('conversation.item.retrieved');
    expect(field(retrieved, 'item', 'content')).toEqual(echoed);
  });

  it('keeps the detail that the client asked for', async () => {
    const client = await clientOf('gpt-realtime');
    const content = [{ ...image, detail: 'low' }];
    const event = await created(client, { type: 'message', role: 'user', content });
    expect(field(event, 'item', 'content', '0', 'detail')).toBe('low');
  });

  it('is billed as image tokens, each time again (recording: 323 for a small picture)', async () => {
    const client = await clientOf('gpt-realtime');
    await created(client, { type: 'message', role: 'user', content: [image, text] });
    client.send({ type: 'response.create' });
    const usage = field(await client.next('response.done'), 'response', 'usage');
    const details = field(usage, 'input_token_details');
    expect(field(details, 'image_tokens')).toBe(323);
    expect(field(usage, 'input_tokens')).toBe(323 + Number(field(details, 'text_tokens')));
    sayInText(client, 'hello');
    const next = await client.next('response.done');
    const path = ['response', 'usage', 'input_token_details', 'image_tokens'];
    expect(field(next, ...path)).toBe(323);
  });
});

describe('an item', () => {
  it('of the assistant has a phase on gpt-realtime-2 only (recording)', async () => {
    for (const [model, phase] of [
      ['gpt-realtime-2', 'final_answer'],
      ['gpt-realtime', undefined],
    ] as const) {
      const client = await clientOf(model);
      sayInText(client, 'hello');
      const added = await client.next('response.output_item.added');
      const done = await client.next('response.done');
      expect(field(added, 'item', 'phase')).toBe(phase);
      expect(field(done, 'response', 'output', '0', 'phase')).toBe(phase);
    }
  });

  it.each([
    ['gpt-realtime', 'in_progress'],
    ['gpt-4.1', 'incomplete'],
  ])('of %s begins as %s, but a function call always in progress (recordings)', async (...row) => {
    const [model, status] = row;
    const client = await clientOf(model, { tools: [weather] });
    sayInText(client, 'hello');
    const message = await client.next('response.output_item.added');
    expect(field(message, 'item', 'status')).toBe(status);
    await client.next('response.done');
    sayInText(client, 'what is the weather in Oslo');
    const call = await client.next('response.output_item.added');
    expect(field(call, 'item')).toMatchObject({ type: 'function_call', status: 'in_progress' });
  });

  it('of assistant history comes back as text on gpt-realtime (recording)', async () => {
    const client = await clientOf('gpt-realtime');
    const content = [{ type: 'output_text', text: 'Hi.' }];
    const event = await created(client, { type: 'message', role: 'assistant', content });
    expect(field(event, 'item', 'content')).toEqual([{ type: 'text', text: 'Hi.' }]);
  });
});

describe('a response', () => {
  it('speaks a pre-generated message given by content alone (quickstart for JavaScript)', async () => {
    const client = await clientOf('gpt-4.1');
    const content = [{ type: 'text', text: 'As agreed.' }];
    const response = { pre_generated_assistant_message: { content } };
    client.send({ type: 'response.create', response });
    const done = await client.next('response.done');
    expect(field(done, 'response', 'output', '0', 'content', '0', 'text')).toBe('As agreed.');
  });

  it.each([
    ['gpt-4.1', ['text'], 12],
    ['gpt-realtime', ['text'], 1],
    ['gpt-realtime', ['text', 'audio'], 12],
    ['gpt-4.1', ['text', 'audio'], 57],
    ['gpt-5', ['text'], 40],
  ])(
    'of %s in %j that is cut at %i tokens bills exactly these (live tests of the SDKs)',
    async (model, modalities, max) => {
      const client = await clientOf(model, { modalities });
      client.send({
        type: 'conversation.item.create',
        item: {
          type: 'message',
          role: 'user',
          content: [{ type: 'input_text', text: 'count to sixty' }],
        },
      });
      client.send({ type: 'response.create', response: { max_output_tokens: max } });
      const done = await client.next('response.done');
      expect(field(done, 'response')).toMatchObject({
        status: 'incomplete',
        status_details: { reason: 'max_output_tokens' },
        usage: { output_tokens: max },
      });
      const details = field(done, 'response', 'usage', 'output_token_details');
      const parts = ['text_tokens', 'audio_tokens'].map((key) => Number(field(details, key)));
      expect(parts.reduce((sum, tokens) => sum + tokens, 0)).toBe(max);
    },
  );

  it('that thinks past its limit bills exactly the limit', async () => {
    const client = await clientOf('gpt-5');
    const limits = { reasoning_effort: 'high', max_output_tokens: 100 };
    client.send({ type: 'response.create', response: limits });
    const done = await client.next('response.done');
    expect(field(done, 'response')).toMatchObject({
      status: 'incomplete',
      output: [],
      usage: { output_tokens: 100, output_token_details: { reasoning_tokens: 100 } },
    });
  });

  it('with tool_choice none is answered in words, and does not deny the tool', async () => {
    const client = await clientOf('gpt-4.1', { tools: [weather], tool_choice: 'none' });
    sayInText(client, 'what is the weather in Oslo');
    const done = await client.next('response.done');
    expect(field(done, 'response', 'output', '0', 'content', '0', 'text')).toBe(
      'I may not call get_weather in this response.',
    );
  });

  it('with tool_choice required calls each time, also after a result (live behaviour)', async () => {
    const client = await clientOf('gpt-4.1', { tools: [weather], tool_choice: 'required' });
    sayInText(client, 'what is the weather in Oslo');
    for (let round = 0; round < 3; round += 1) {
      const done = await client.next('response.done');
      const call = field(done, 'response', 'output', '0');
      expect(call).toMatchObject({ type: 'function_call', name: 'get_weather' });
      const call_id = field(call, 'call_id') ?? '';
      await created(client, { type: 'function_call_output', call_id, output: '{}' });
      client.send({ type: 'response.create' });
    }
  });

  it('with tool_choice required calls even when nothing was said', async () => {
    const client = await clientOf('gpt-4.1', { tools: [weather], tool_choice: 'required' });
    client.send({ type: 'response.create' });
    const done = await client.next('response.done');
    expect(field(done, 'response', 'output', '0')).toMatchObject({ name: 'get_weather' });
  });
});
