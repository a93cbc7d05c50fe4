import type { JsonObject } from '../../shared/json.js';
import type { Entry } from '../kernel/conversation.js';
import { announceItem, finishItem, type OutputPlace } from '../kernel/output-item.js';
import type { ItemEnd, OutputStream } from './run-handle.js';
import type { SessionContext } from '../kernel/session-context.js';

/** A function call whose arguments are streamed (service recording realtime_gpt-realtime_tool_call_round_timed). */
export class CallStream implements OutputStream {
  readonly #context: SessionContext;
  readonly #place: OutputPlace;
  readonly #item: JsonObject;
  readonly #entry: Entry | undefined;
  #arguments = '';

  constructor(context: SessionContext, place: OutputPlace, name: string, callId: string) {
    this.#context = context;
    this.#place = place;
    this.#item = {
      id: context.ids.outputItem('function_call'),
      object: 'realtime.item',
      type: 'function_call',
      status: 'in_progress',
      name,
      call_id: callId,
      arguments: '',
    };
    this.#entry = announceItem(context, place, this.#item);
  }

  appendArguments(delta: string): void {
    this.#arguments += delta;
    this.#context.send({
      type: 'response.function_call_arguments.delta',
      ...this.#where(),
      delta,
      obfuscation: this.#context.ids.obfuscation(delta),
    });
  }

  close(status: ItemEnd): JsonObject {
    this.#context.send({
      type: 'response.function_call_arguments.done',
      ...this.#where(),
      name: this.#item['name'] ?? '',
      arguments: this.#arguments,
    });
    const item = { ...this.#item, status, arguments: this.#arguments };
    if (this.#entry !== undefined) this.#entry.item = item;
    return finishItem(this.#context, this.#place, item);
  }

  #where(): JsonObject {
    return {
      response_id: this.#place.responseId,
      item_id: this.#item['id'] ?? '',
      output_index: this.#place.outputIndex,
      call_id: this.#item['call_id'] ?? '',
    };
  }
}
