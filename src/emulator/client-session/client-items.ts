import type { JsonObject, JsonValue } from '../../shared/json.js';
import { reject } from '../kernel/service-error.js';
import { textValue } from '../kernel/text-value.js';
import type { SpokenTurns } from '../input/spoken-turns.js';
import type { McpCalls } from '../mcp/mcp-calls.js';
import type { SessionContext } from '../kernel/session-context.js';
import { inputRateHz, wireFormat } from '../kernel/session-values.js';
import { receivedItem } from '../kernel/wire-items.js';

/** Texts streamed at the same time; further ones are refused. */
const maxStreams = 16;
const maxTextLength = 1024 * 1024;

/** Adds the client's items to the conversation. */
export class ClientItems {
  readonly #context: SessionContext;
  readonly #spoken: SpokenTurns;
  readonly #mcpCalls: McpCalls;
  readonly #streams = new Map<string, string>();

  constructor(context: SessionContext, spoken: SpokenTurns, mcpCalls: McpCalls) {
    this.#context = context;
    this.#spoken = spoken;
    this.#mcpCalls = mcpCalls;
  }

  /** What the texts that are being streamed take. */
  get bytes(): number {
    return [...this.#streams.values()].reduce((sum, text) => sum + text.length, 0);
  }

  /** @throws ServiceErrorThrown when the item answers no known call or request, or its position does not exist */
  create(given: JsonObject, previousItemId: string | undefined): void {
    const { conversation, ids, profile, send, session } = this.#context;
    const format = wireFormat(session()['input_audio_format']);
    const { item, samples } = receivedItem(
      given,
      () => ids.clientItem(),
      format,
      profile.modelClass,
    );
    const isApproval = item['type'] === 'mcp_approval_response';
    if (item['type'] === 'function_call_output') this.#checkCall(item['call_id']);
    if (isApproval) this.#mcpCalls.checkAnswer(item['approval_request_id']);
    const after = previousItemId === '' ? undefined : previousItemId;
    const { entry, previousId } = conversation.add(item, after);
    if (samples !== undefined) {
      conversation.attachSpeech(entry, this.#spoken.recognise(samples, inputRateHz(session())));
    }
    send({ type: 'conversation.item.created', previous_item_id: previousId ?? null, item });
    if (isApproval) {
      const requestId = textValue(item['approval_request_id']);
      this.#mcpCalls.answered(requestId, item['approve'] === true);
    }
  }

  /** Handles a `mcp_approval_response` sent as an event instead of an item; official clients omit its fields. */
  approve(requestId: string | undefined, approve: boolean | undefined): void {
    if (requestId === undefined) {
      const text = "Missing required parameter: 'approval_request_id'.";
      reject('missing_required_parameter', text, 'approval_request_id');
    }
    const item = { type: 'mcp_approval_response', approval_request_id: requestId };
    this.create({ ...item, approve: approve ?? false }, undefined);
  }

  /** `input_text.delta`: more of a typed message that is being streamed. */
  appendText(id: string, delta: string): void {
    const text = this.#streams.get(id) ?? '';
    if (!this.#streams.has(id) && this.#streams.size >= maxStreams) {
      reject('invalid_value', `More than ${maxStreams} texts are being streamed.`, 'id');
    }
    if (text.length + delta.length > maxTextLength) {
      reject('invalid_value', `The text is longer than ${maxTextLength} characters.`, 'delta');
    }
    this.#streams.set(id, text + delta);
  }

  /** `input_text.done`: the message is complete and becomes an item. */
  endText(id: string): void {
    const text = this.#streams.get(id);
    if (text === undefined) reject('invalid_value', `There is no streamed text '${id}'.`, 'id');
    this.#streams.delete(id);
    const content = [{ type: 'input_text', text }];
    this.create({ id, type: 'message', role: 'user', content }, undefined);
  }

  #checkCall(callId: JsonValue | undefined): void {
    const { entries } = this.#context.conversation;
    const known = entries.some(
      ({ item }) => item['type'] === 'function_call' && item['call_id'] === callId,
    );
    if (known) return;
    const text = `Tool call ID '${textValue(callId)}' not found in conversation.`;
    reject('invalid_tool_call_id', text, 'item.call_id');
  }
}
