import { isJsonArray, type JsonObject } from '../../shared/json.js';
import type { Output } from '../scenario/outputs.js';
import { fillObject } from '../scenario/template.js';
import { idOf } from '../kernel/conversation.js';
import { announceItem, finishItem } from '../kernel/output-item.js';
import type { ItemEnd, OutputStream, RunHandle } from './run-handle.js';
import { sendPieces } from './text-output.js';

type OutputOf<Type extends Output['type']> = Extract<Output, { readonly type: Type }>;

/** Time between two events of a search or an agent, milliseconds; not recorded. */
const stepMs = 120;

/** An item without streamed content: announced, changed, done. */
class PlainItem implements OutputStream {
  item: JsonObject;
  readonly place;
  readonly #run: RunHandle;
  readonly #entry;
  readonly #failed: JsonObject;

  /** @param failed what the item becomes when the response ends before it is complete */
  constructor(run: RunHandle, item: JsonObject, failed: JsonObject) {
    this.#run = run;
    this.place = run.place();
    this.item = item;
    this.#failed = failed;
    this.#entry = announceItem(run.context, this.place, item);
  }

  close(status: ItemEnd): JsonObject {
    if (status === 'incomplete') this.item = { ...this.item, ...this.#failed };
    if (this.#entry !== undefined) this.#entry.item = this.item;
    return finishItem(this.#run.context, this.place, this.item);
  }
}

function includesResults(run: RunHandle): boolean {
  const include = run.context.session()['include'];
  return isJsonArray(include) && include.includes('file_search_call.results');
}

/** A web or file search by the service. */
export async function search(run: RunHandle, output: OutputOf<'search'>): Promise<void> {
  const { ids, pace, send } = run.context;
  const type = `${output.kind}_search_call` as const;
  const isFile = output.kind === 'file';
  const stream = new PlainItem(
    run,
    {
      id: ids.outputItem(type),
      object: 'realtime.item',
      type,
      status: 'in_progress',
      ...(isFile ? { queries: output.queries, results: null } : {}),
    },
    { status: 'failed' },
  );
  run.open(stream);
  for (const [sequence, state] of ['in_progress', 'searching', 'completed'].entries()) {
    if (sequence > 0) await pace.until(pace.nowMs() + stepMs);
    if (run.stopped()) return;
    send({
      type: `response.${type}.${state}`,
      response_id: stream.place.responseId,
      item_id: stream.item['id'] ?? '',
      output_index: stream.place.outputIndex,
      sequence_number: sequence,
    });
  }
  const results = isFile && includesResults(run) ? { results: output.results } : {};
  stream.item = { ...stream.item, status: 'completed', ...results };
  run.closeStream('completed');
}

/** A call of a Foundry agent (Voice Live API reference 2026-07-15, response.foundry_agent_call). */
export async function callAgent(run: RunHandle, output: OutputOf<'agent'>): Promise<void> {
  const { ids, pace, send } = run.context;
  const stream = new PlainItem(
    run,
    {
      id: ids.outputItem('foundry_agent_call'),
      object: 'realtime.item',
      type: 'foundry_agent_call',
      name: output.name,
      call_id: ids.call(),
      arguments: '',
      output: null,
      error: null,
    },
    { error: { message: 'The response ended before the agent answered.' } },
  );
  run.open(stream);
  const where = { item_id: idOf(stream.item), output_index: stream.place.outputIndex };
  const inResponse = { response_id: stream.place.responseId, ...where };
  await sendPieces(run, output.arguments, (delta) => {
    const obfuscation = ids.obfuscation(delta);
    send({
      type: 'response.foundry_agent_call_arguments.delta',
      ...inResponse,
      delta,
      obfuscation,
    });
  });
  if (run.stopped()) return;
  stream.item = { ...stream.item, arguments: output.arguments };
  const whole = output.arguments;
  send({ type: 'response.foundry_agent_call_arguments.done', ...inResponse, arguments: whole });
  const agentResponseId = ids.response();
  const state = { ...where, agent_response_id: agentResponseId };
  send({ type: 'response.foundry_agent_call.in_progress', ...state });
  await pace.until(pace.nowMs() + stepMs);
  if (run.stopped()) return;
  const failed = output.error !== undefined;
  send({ type: `response.foundry_agent_call.${failed ? 'failed' : 'completed'}`, ...state });
  stream.item = {
    ...stream.item,
    agent_response_id: agentResponseId,
    output: output.output ?? null,
    error: failed ? { message: output.error } : null,
  };
  run.closeStream('completed');
}

/** Sends the scenario's literal events, with the ids of this conversation filled in. */
export function emitEvents(run: RunHandle, output: OutputOf<'emit'>): void {
  const { conversation, session, send } = run.context;
  const { responseId, outputIndex } = run.place();
  const lastOf = (role: string): string => {
    const entry = conversation.entries.findLast(({ item }) => item['role'] === role);
    return entry === undefined ? '' : idOf(entry.item);
  };
  const values = {
    ...output.values,
    response_id: responseId,
    output_index: Math.max(0, outputIndex - 1),
    item_id: lastOf('assistant') || lastOf('user'),
    user_item_id: lastOf('user'),
    session_id: session()['id'] ?? '',
  };
  for (const event of output.events) send(fillObject(event, values));
}
