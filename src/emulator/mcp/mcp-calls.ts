import { isJsonObject, type JsonObject, type JsonValue } from '../../shared/json.js';
import { reject } from '../kernel/service-error.js';
import { textValue } from '../kernel/text-value.js';
import type { Entry } from '../kernel/conversation.js';
import { finishItem } from '../kernel/output-item.js';
import type { SessionContext } from '../kernel/session-context.js';
import type { McpServers } from './mcp-servers.js';

/** A call whose arguments are complete. */
export interface McpCall {
  readonly responseId: string;
  readonly outputIndex: number;
  readonly item: JsonObject;
  /** Undefined when the response is not part of the conversation. */
  readonly entry: Entry | undefined;
}

/** Calls waiting for approval; beyond it the oldest is dropped. */
const maxWaiting = 64;

function parsedArguments(text: JsonValue | undefined): JsonObject {
  try {
    const value: unknown = JSON.parse(textValue(text));
    return isJsonObject(value) ? value : {};
  } catch {
    return {};
  }
}

/**
 * The MCP calls of a session from approval to result, in the order of the .NET live test McpApprovalWorkflowTests: a call's
 * item is done only once its result is known, which may be long after its response.
 */
export class McpCalls {
  readonly #context: SessionContext;
  readonly #servers: McpServers;
  readonly #waiting = new Map<string, McpCall>();
  #settled: Promise<unknown> = Promise.resolve();

  constructor(context: SessionContext, servers: McpServers) {
    this.#context = context;
    this.#servers = servers;
  }

  /** Resolves when every call that was approved so far has its result. */
  get settled(): Promise<unknown> {
    return this.#settled;
  }

  needsApproval({ item }: McpCall): boolean {
    return this.#servers.needsApproval(textValue(item['server_label']), textValue(item['name']));
  }

  /** Remembers the call until the client answers. @returns the approval request, an item */
  ask(call: McpCall): JsonObject {
    const id = this.#context.ids.outputItem('mcp_approval_request');
    this.#waiting.set(id, call);
    const [oldest] = this.#waiting.keys();
    if (this.#waiting.size > maxWaiting && oldest !== undefined) this.#waiting.delete(oldest);
    const { name = '', server_label: label = '', arguments: text = '' } = call.item;
    return {
      id,
      object: 'realtime.item',
      type: 'mcp_approval_request',
      name,
      server_label: label,
      arguments: text,
    };
  }

  /** @throws ServiceErrorThrown when there is no such request */
  checkAnswer(requestId: JsonValue | undefined): void {
    if (this.#waiting.has(textValue(requestId))) return;
    reject(
      'invalid_value',
      `MCP approval request with id '${textValue(requestId)}' not found in conversation.`,
      'item.approval_request_id',
    );
  }

  /** The client has answered: calls the tool, or reports the denial. */
  answered(requestId: string, approved: boolean): void {
    const call = this.#waiting.get(requestId);
    this.#waiting.delete(requestId);
    if (call === undefined) return;
    const asked = { ...call, item: { ...call.item, approval_request_id: requestId } };
    if (approved) this.#settled = Promise.all([this.#settled, this.run(asked)]);
    else this.#failed(asked, { type: 'approval_denied', message: 'The call was not approved.' });
  }

  /** Calls the tool. @returns the final item */
  async run(call: McpCall): Promise<JsonObject> {
    const { item } = call;
    this.#send('response.mcp_call.in_progress', call);
    const result = await this.#servers.call(
      textValue(item['server_label']),
      textValue(item['name']),
      parsedArguments(item['arguments']),
    );
    if (result.kind === 'error') return this.#failed(call, result.error);
    this.#send('response.mcp_call.completed', call);
    return this.#done(call, { output: result.output, error: null });
  }

  #failed(call: McpCall, error: JsonValue): JsonObject {
    this.#send('response.mcp_call.failed', call);
    return this.#done(call, { output: null, error });
  }

  #done(call: McpCall, outcome: JsonObject): JsonObject {
    const item = { ...call.item, ...outcome };
    if (call.entry !== undefined) call.entry.item = item;
    return finishItem(this.#context, call, item);
  }

  #send(type: string, { item, outputIndex }: McpCall): void {
    this.#context.send({ type, item_id: item['id'] ?? '', output_index: outputIndex });
  }
}
