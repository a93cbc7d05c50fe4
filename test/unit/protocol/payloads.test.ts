import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { elidePayloads } from '../../../src/protocol/payloads.js';
import type { JsonObject } from '../../../src/shared/json.js';

const sound = Buffer.alloc(960, 7).toString('base64');
const image = `data:image/png;base64,${Buffer.alloc(10).toString('base64')}`;

describe('elidePayloads', () => {
  it.each([
    ['input_audio_buffer.append', 'audio', 'audio'],
    ['input_audio.turn.append', 'audio', 'audio'],
    ['response.audio.delta', 'delta', 'audio'],
    ['response.video.delta', 'delta', 'video'],
  ])('replaces the payload of %s', (type, key, kind) => {
    expect(elidePayloads({ type, item_id: 'i', [key]: sound })).toEqual({
      event: { type, item_id: 'i', [key]: `<${kind} 960 bytes>` },
      payloads: [{ path: key, kind, bytes: 960 }],
    });
  });

  it('finds sound and images in the content of items, wherever items stand', () => {
    const content = [
      { type: 'input_text', text: 'look' },
      { type: 'input_audio', audio: sound, transcript: 'hi' },
      { type: 'input_image', image_url: image },
    ];
    const item = { type: 'message', role: 'user', content };
    const elided = [
      { type: 'input_text', text: 'look' },
      { type: 'input_audio', audio: '<audio 960 bytes>', transcript: 'hi' },
      { type: 'input_image', image_url: '<image 10 bytes>' },
    ];
    expect(elidePayloads({ type: 'conversation.item.create', item })).toEqual({
      event: { type: 'conversation.item.create', item: { ...item, content: elided } },
      payloads: [
        { path: 'item.content[1].audio', kind: 'audio', bytes: 960 },
        { path: 'item.content[2].image_url', kind: 'image', bytes: 10 },
      ],
    });
    const paths = (event: JsonObject) => elidePayloads(event).payloads.map(({ path }) => path);
    expect(paths({ type: 'response.done', response: { output: [item] } })).toEqual([
      'response.output[0].content[1].audio',
      'response.output[0].content[2].image_url',
    ]);
    expect(paths({ type: 'response.create', response: { input_items: [item] } })).toHaveLength(2);
    const part = { type: 'audio', audio: sound };
    expect(paths({ type: 'response.content_part.done', part })).toEqual(['part.audio']);
  });

  it('leaves the event as it was', () => {
    const event = { type: 'response.content_part.done', part: { type: 'audio', audio: sound } };
    const before = structuredClone(event);
    elidePayloads(event);
    expect(event).toEqual(before);
  });

  it('returns the event itself when there is nothing to replace', () => {
    const events: readonly JsonObject[] = [
      { type: 'response.audio_transcript.delta', delta: 'hello' },
      { type: 'response.audio.delta', delta: null },
      {
        type: 'conversation.item.created',
        item: { content: [{ type: 'input_text', text: sound }] },
      },
      { type: 'response.content_part.done', part: { type: 'text', audio: 'words' } },
      { type: 'x', image_url: 'https://example.com/a.png' },
      {},
    ];
    for (const event of events) {
      const result = elidePayloads(event);
      expect(result.event).toBe(event);
      expect(result.payloads).toEqual([]);
    }
  });

  it('counts the decoded bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 100 }), (data) => {
        const audio = Buffer.from(data).toString('base64');
        const { payloads } = elidePayloads({ type: 'input_audio_buffer.append', audio });
        expect(payloads).toEqual([{ path: 'audio', kind: 'audio', bytes: data.length }]);
      }),
    );
  });
});
