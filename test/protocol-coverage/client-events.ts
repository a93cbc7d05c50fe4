import type { ClientEvent } from '../../src/protocol/generated/types.js';

/** One event of the client: how a person sends it, and an example that names every property. */
export interface ClientCase {
  /** Where it comes from, beside `/send`; for the documentation. */
  readonly from: string;
  /** Fields beside `type` and `event_id`. */
  readonly event: Readonly<Record<string, unknown>>;
}

const typedItem = {
  type: 'message',
  id: 'item_9',
  role: 'user',
  content: [{ type: 'input_text', text: 'hello' }],
};

/** Every event that a client can send; the type makes sure that none is missing. */
export const clientEvents: Readonly<Record<ClientEvent['type'], ClientCase>> = {
  'session.update': {
    from: 'start of the session (flags, `--session FILE`); `/session JSON`',
    event: { session: { instructions: 'Be brief.', turn_detection: null } },
  },
  'session.avatar.connect': { from: '`/send`', event: { client_sdp: 'v=0' } },
  'input_audio_buffer.append': {
    from: 'the microphone, while the turn is open',
    event: { audio: Buffer.alloc(960).toString('base64') },
  },
  'input_audio_buffer.commit': { from: 'Enter; Space at the end of push-to-talk', event: {} },
  'input_audio_buffer.clear': { from: 'x; Esc while talking by key', event: {} },
  'input_audio.turn.start': { from: '`/send`', event: { turn_id: 'turn_1' } },
  'input_audio.turn.append': {
    from: '`/send`',
    event: { turn_id: 'turn_1', audio: Buffer.alloc(960).toString('base64') },
  },
  'input_audio.turn.end': { from: '`/send`', event: { turn_id: 'turn_1' } },
  'input_audio.turn.cancel': { from: '`/send`', event: { turn_id: 'turn_1' } },
  'input_audio.clear': { from: '`/send`', event: {} },
  'input_text.delta': {
    from: '`/send`',
    event: { id: 'item_9', delta: 'hel', content_index: 0 },
  },
  'input_text.done': { from: '`/send`', event: { id: 'item_9', content_index: 0 } },
  'conversation.item.create': {
    from: 'a typed turn; `/image`; the output of a tool; y, n, a at an MCP approval',
    event: { previous_item_id: 'root', item: typedItem },
  },
  'conversation.item.retrieve': { from: '`/retrieve ID`', event: { item_id: 'item_1' } },
  'conversation.item.truncate': {
    from: 'an interruption: Esc, t, speaking, typing',
    event: { item_id: 'item_1', content_index: 0, audio_end_ms: 480 },
  },
  'conversation.item.delete': {
    from: '`/delete ID`; an interruption before anything was heard',
    event: { item_id: 'item_1' },
  },
  'response.create': {
    from: 'a typed turn; the end of push-to-talk; after the output of a tool',
    event: {
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
  },
  'response.cancel': {
    from: 'Esc, c; a new turn while a reply is being made',
    event: { response_id: 'resp_1' },
  },
  'output_audio_buffer.clear': {
    from: 'Esc, or a new turn, while an avatar or a WebRTC call speaks',
    event: {},
  },
  'rtc.call.sdp.create': {
    from: '`/send`',
    event: { sdp_offer: 'v=0', session: { modalities: ['text', 'audio'] } },
  },
  mcp_approval_response: {
    from: '`/send`; y, n and a send it as an item of conversation.item.create',
    event: { approve: true, approval_request_id: 'mcpr_1' },
  },
};
