import type { JsonObject } from '../../shared/json.js';
import type { Output } from '../scenario/outputs.js';
import { announceToConversation } from '../kernel/announce.js';
import type { Entry } from '../kernel/conversation.js';
import { announceItem, finishItem } from '../kernel/output-item.js';
import type { ItemEnd, OutputStream, RunHandle } from './run-handle.js';
import { sendPieces } from './text-output.js';

type McpOutput = Extract<Output, { readonly type: 'mcp' }>;

/** An MCP call while its arguments are streamed; the result follows later. */
class McpStream implements OutputStream {
  readonly item: JsonObject;
  readonly entry: Entry | undefined;
  readonly #run: RunHandle;
  readonly #place;
  #arguments = '';
  #complete = false;

  constructor(run: RunHandle, output: McpOutput) {
    this.#run = run;
    this.#place = run.place();
    this.item = {
      id: output.itemId,
      object: 'realtime.item',
      type: 'mcp_call',
      server_label: output.serverLabel,
      name: output.name,
      arguments: '',
      approval_request_id: null,
      output: null,
      error: null,
    };
    this.entry = announceItem(run.context, this.#place, this.item);
  }

  append(delta: string): void {
    this.#arguments += delta;
    const obfuscation = this.#run.context.ids.obfuscation(delta);
    this.#send('response.mcp_call_arguments.delta', { delta, obfuscation });
  }

  /** The arguments are complete. @returns the item with them */
  finish(): JsonObject {
    this.#complete = true;
    this.#send('response.mcp_call_arguments.done', { arguments: this.#arguments });
    const item = { ...this.item, arguments: this.#arguments };
    if (this.entry !== undefined) this.entry.item = item;
    return item;
  }

  close(status: ItemEnd): JsonObject {
    const item = this.#complete ? { ...this.item, arguments: this.#arguments } : this.finish();
    if (status === 'completed') return item;
    return finishItem(this.#run.context, this.#place, item);
  }

  #send(type: string, fields: JsonObject): void {
    this.#run.context.send({
      type,
      response_id: this.#place.responseId,
      item_id: this.item['id'] ?? '',
      output_index: this.#place.outputIndex,
      ...fields,
    });
  }
}

/** Streams an MCP call, then either requests its approval or calls the server. */
export async function callMcp(run: RunHandle, output: McpOutput): Promise<void> {
  const { responseId, outputIndex } = run.place();
  const stream = new McpStream(run, output);
  run.open(stream);
  await sendPieces(run, output.arguments, (piece) => {
    stream.append(piece);
  });
  if (run.stopped()) return;
  const item = stream.finish();
  const call = { responseId, outputIndex, item, entry: stream.entry };
  if (run.mcpCalls.needsApproval(call)) {
    announceToConversation(run.context, run.mcpCalls.ask(call));
  } else {
    await run.mcpCalls.run(call);
  }
  run.closeStream('completed');
}
