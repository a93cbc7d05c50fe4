import type { ClientEvent } from '../../src/protocol/generated/types.js';

const typedItem = {
  type: 'message',
  id: 'item_9',
  role: 'user',
  content: [{ type: 'input_text', text: 'hello' }],
};

/**
 * Every event that a client can send, with an example that names every property beside `type` and `event_id`; the type
 * makes sure that none is missing.
 */
export const clientEvents: Readonly<
  Record<ClientEvent['type'], Readonly<Record<string, unknown>>>
> = {
  'session.update': { session: { instructions: 'Be brief.', turn_detection: null } },
  'session.avatar.connect': { client_sdp: 'v=0' },
  'input_audio_buffer.append': { audio: Buffer.alloc(960).toString('base64') },
  'input_audio_buffer.commit': {},
  'input_audio_buffer.clear': {},
  'input_audio.turn.start': { turn_id: 'turn_1' },
  'input_audio.turn.append': { turn_id: 'turn_1', audio: Buffer.alloc(960).toString('base64') },
  'input_audio.turn.end': { turn_id: 'turn_1' },
  'input_audio.turn.cancel': { turn_id: 'turn_1' },
  'input_audio.clear': {},
  'input_text.delta': { id: 'item_9', delta: 'hel', content_index: 0 },
  'input_text.done': { id: 'item_9', content_index: 0 },
  'conversation.item.create': { previous_item_id: 'root', item: typedItem },
  'conversation.item.retrieve': { item_id: 'item_1' },
  'conversation.item.truncate': { item_id: 'item_1', content_index: 0, audio_end_ms: 480 },
  'conversation.item.delete': { item_id: 'item_1' },
  'response.create': {
    additional_instructions: 'In one word.',
    response: {
      commit: true,
      cancel_previous: true,
      append_input_items: [typedItem],
      input_items: [typedItem],
      modalities: ['text'],
      instructions: 'Be brief.',
      voice: { type: 'openai', name: 'alloy' },
      output_audio_format: 'pcm16',
      tools: [{ type: 'function', name: 'f', description: 'd', parameters: {} }],
      tool_choice: { type: 'function', name: 'f' },
      temperature: 0.8,
      max_output_tokens: 100,
      pre_generated_assistant_message: {
        type: 'message',
        role: 'assistant',
        content: [{ type: 'text', text: 'Hello.' }],
      },
      reasoning_effort: 'low',
      metadata: { run: '1' },
      interim_response: {
        type: 'static_interim_response',
        triggers: ['latency', 'tool'],
        latency_threshold_ms: 500,
        texts: ['One moment.'],
      },
      invoke_input: { any: 'thing' },
      conversation: 'none',
      input: [typedItem],
      max_response_output_tokens: 'inf',
      animation: { model_name: 'default', outputs: ['viseme_id'] },
    },
  },
  'response.cancel': { response_id: 'resp_1' },
  'output_audio_buffer.clear': {},
  'rtc.call.sdp.create': { sdp_offer: 'v=0', session: { modalities: ['text', 'audio'] } },
  mcp_approval_response: { approve: true, approval_request_id: 'mcpr_1' },
};
