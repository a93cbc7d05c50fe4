import type { ClientEvent } from '../protocol/generated/types.js';
import { checkClientEvent, type ClientFrame } from '../protocol/parse.js';
import { isJsonArray, isJsonObject, type JsonObject, type JsonValue } from '../shared/json.js';
import type { Brain } from './brain.js';
import { InputTurns } from './input-turns.js';
import { previousIdOnWire } from './message-stream.js';
import { Responder } from './responder.js';
import { reject } from './service-error.js';
import { updatedSession, wireFormat } from './session-config.js';
import type { SessionContext } from './session-context.js';
import { textValue } from './text-value.js';
import { receivedItem } from './wire-items.js';

type KnownFrame = Extract<ClientFrame, { readonly kind: 'known' }>;

function objectAt(raw: JsonObject, key: string): JsonObject {
  const value = raw[key];
  return isJsonObject(value) ? value : {};
}

/** Strict check of what the client asks for; the appended audio is checked where it is decoded. */
function check(event: ClientEvent): void {
  if (event.type === 'input_audio_buffer.append') return;
  const [problem] = checkClientEvent(event);
  if (problem === undefined) return;
  const { path, found, expected, suggestion } = problem;
  const hint = suggestion === undefined ? '' : ` Did you mean '${suggestion}'?`;
  reject(
    'invalid_value',
    `Invalid value at '${path}': found ${found}, expected ${expected}.${hint}`,
    path,
  );
}

/** Base64 of an audio event; the one place that knows where the frame keeps its payload. */
function audioOf(frame: KnownFrame): string {
  const audio = frame.raw['audio'];
  return typeof audio === 'string' ? audio : '';
}

/** What one client's events do: the service's side of a session. */
export class ClientSession {
  readonly #context: SessionContext;
  readonly #setSession: (session: JsonObject) => void;
  readonly #responder: Responder;
  readonly #input: InputTurns;

  /** @param setSession replaces what `context.session()` gives */
  constructor(context: SessionContext, brain: Brain, setSession: (session: JsonObject) => void) {
    this.#context = context;
    this.#setSession = setSession;
    this.#responder = new Responder(context, brain);
    this.#input = new InputTurns(context, brain, this.#responder);
  }

  /** @throws ServiceErrorThrown for what becomes an `error` event */
  handle(frame: KnownFrame): void {
    const { event, raw } = frame;
    check(event);
    switch (event.type) {
      case 'session.update':
        this.#update(objectAt(raw, 'session'));
        return;
      case 'input_audio_buffer.append':
      case 'input_audio.turn.append':
        this.#input.append(audioOf(frame));
        return;
      case 'input_audio_buffer.commit':
      case 'input_audio.turn.end':
        this.#input.commit();
        return;
      case 'input_audio_buffer.clear':
      case 'input_audio.clear':
      case 'input_audio.turn.cancel':
        this.#input.clear();
        return;
      case 'input_audio.turn.start':
        return;
      case 'conversation.item.create':
        this.#createItem(objectAt(raw, 'item'), event.previous_item_id);
        return;
      case 'conversation.item.retrieve':
        this.#context.send({
          type: 'conversation.item.retrieved',
          item: this.#context.conversation.retrieve(event.item_id),
        });
        return;
      case 'conversation.item.delete':
        this.#context.conversation.delete(event.item_id);
        this.#context.send({ type: 'conversation.item.deleted', item_id: event.item_id });
        return;
      case 'conversation.item.truncate':
        this.#truncate(event.item_id, event.content_index, event.audio_end_ms);
        return;
      case 'response.create':
        this.#createResponse(objectAt(raw, 'response'));
        return;
      case 'response.cancel':
        this.#responder.cancel(event.response_id);
        return;
      case 'output_audio_buffer.clear':
      case 'rtc.call.sdp.create':
      case 'session.avatar.connect':
      case 'mcp_approval_response':
      case 'input_text.delta':
      case 'input_text.done':
        reject('unsupported_event', `The emulator does not do '${event.type}'.`, 'type');
    }
  }

  /** The client has gone. */
  close(): void {
    this.#responder.close();
  }

  #update(update: JsonObject): void {
    const { session, profile, send } = this.#context;
    this.#setSession(updatedSession(session(), update, profile, this.#responder.audioProduced));
    const heard = ['turn_detection', 'input_audio_format', 'input_audio_sampling_rate'];
    const echo = 'input_audio_echo_cancellation';
    if ([...heard, echo].some((key) => key in update)) this.#input.configure();
    send({ type: 'session.updated', session: session() });
  }

  #createItem(given: JsonObject, previousItemId: string | undefined): void {
    const { conversation, ids, send, session } = this.#context;
    const format = wireFormat(session()['input_audio_format']);
    const { item, samples } = receivedItem(given, () => ids.clientItem(), format);
    if (item['type'] === 'function_call_output') this.#checkCall(item['call_id']);
    const after = previousItemId === '' ? undefined : previousItemId;
    const { entry, previousId } = conversation.add(item, after);
    if (samples !== undefined) {
      const speech = this.#input.heard(samples);
      conversation.attachSpeech(entry, speech);
    }
    send({
      type: 'conversation.item.created',
      previous_item_id: after ?? previousIdOnWire(this.#context, previousId),
      item,
    });
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

  #truncate(itemId: string, contentIndex: number, audioEndMs: number): void {
    this.#context.conversation.truncate(itemId, contentIndex, audioEndMs);
    this.#context.send({
      type: 'conversation.item.truncated',
      item_id: itemId,
      content_index: contentIndex,
      audio_end_ms: audioEndMs,
    });
  }

  #createResponse(request: JsonObject): void {
    const items = request['append_input_items'];
    for (const item of isJsonArray(items) ? items : []) {
      if (isJsonObject(item)) this.#createItem(item, undefined);
    }
    this.#responder.create(request, this.#input.settled);
  }
}
