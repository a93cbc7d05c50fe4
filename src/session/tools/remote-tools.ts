import { changed } from '../change-state.js';
import { countOverflow } from '../log/overflow.js';
import type { ResponseItem, ServerEvent } from '../../protocol/generated/types.js';
import { callArrived } from './approval.js';
import { markToolCall } from '../metrics/latency.js';
import { requestToolAnswer } from '../turn/repeats.js';
import { isStale } from '../turn/response.js';
import type { McpServerState } from './remote-state.js';
import type { SessionState, TranscriptEntry } from '../state.js';
import { noEffects, type Step } from '../step.js';
import { addNotice, changeTool, grow } from '../log/transcript.js';

type ItemOf<Type extends ResponseItem['type']> = Extract<ResponseItem, { type: Type }>;
type ToolEntry = Extract<TranscriptEntry, { kind: 'tool' }>;
type EventOf<Type extends ServerEvent['type']> = Extract<ServerEvent, { type: Type }>;

/** MCP servers remembered; a session has a handful. */
const maxServers = 32;
/** Tools of one server whose names are remembered, and how much of each. */
const maxTools = 200;
const maxNameLength = 100;

/** A call that the service makes itself, as its item reports it. */
type RemoteCallItem =
  | ItemOf<'mcp_call'>
  | ItemOf<'web_search_call'>
  | ItemOf<'file_search_call'>
  | ItemOf<'foundry_agent_call'>;

/** True for the items of calls that the service makes itself. */
export function isRemoteCall(item: ResponseItem): item is RemoteCallItem {
  return ['mcp_call', 'web_search_call', 'file_search_call', 'foundry_agent_call'].includes(
    item.type,
  );
}

/** The item of such a call: its name, its arguments, and once it is over its output or error. */
export function remoteCall(state: SessionState, item: RemoteCallItem): SessionState {
  if (item.id === undefined) return state;
  const renamed =
    item.type === 'mcp_call' && item.approval_request_id !== undefined
      ? adopt(state, item.approval_request_id, item.id)
      : state;
  const call = { callId: item.id, name: nameOf(item) };
  return changeTool(renamed, call, (entry) => {
    const settled = settle({ ...entry, ...factsOf(item, entry) }, item);
    const { output } = settled;
    const bounded = { ...settled, arguments: grow('', settled.arguments) };
    return output === undefined ? bounded : { ...bounded, output: grow('', output) };
  });
}

/** The item's own id takes the place of the approval request's, under which the call was first shown. */
function adopt(state: SessionState, approvalId: string, itemId: string): SessionState {
  if (state.transcript.some((entry) => entry.kind === 'tool' && entry.callId === itemId))
    return state;
  const transcript = state.transcript.map((entry) =>
    entry.kind === 'tool' && (entry.callId === approvalId || entry.approvalId === approvalId)
      ? { ...entry, callId: itemId, approvalId }
      : entry,
  );
  return changed(state, { transcript });
}

function nameOf(item: RemoteCallItem): string {
  switch (item.type) {
    case 'mcp_call':
    case 'foundry_agent_call':
      return item.name;
    case 'web_search_call':
      return 'web_search';
    case 'file_search_call':
      return 'file_search';
  }
}

function factsOf(item: RemoteCallItem, entry: ToolEntry): Partial<ToolEntry> {
  const name = entry.name === '' ? nameOf(item) : entry.name;
  switch (item.type) {
    case 'mcp_call':
      return {
        name,
        remote: true,
        server: item.server_label,
        arguments: item.arguments === '' ? entry.arguments : item.arguments,
      };
    case 'foundry_agent_call':
      return { name, remote: true, arguments: item.arguments ?? entry.arguments };
    case 'web_search_call':
      return { name, remote: true };
    case 'file_search_call':
      return { name, remote: true, arguments: item.queries?.join(', ') ?? entry.arguments };
  }
}

/** The call was not allowed to run. */
function isRefused({ phase }: ToolEntry): boolean {
  return phase === 'denied' || phase === 'expired';
}

function settle(entry: ToolEntry, item: RemoteCallItem): ToolEntry {
  if (isRefused(entry)) return entry;
  switch (item.type) {
    case 'mcp_call':
    case 'foundry_agent_call': {
      const { error } = item;
      if (error !== undefined && error !== null)
        return { ...entry, phase: 'failed', output: errorText(error) };
      return item.output === undefined ? entry : { ...entry, phase: 'done', output: item.output };
    }
    case 'web_search_call':
    case 'file_search_call':
      return settleSearch(entry, item);
  }
}

function settleSearch(
  entry: ToolEntry,
  item: ItemOf<'web_search_call'> | ItemOf<'file_search_call'>,
): ToolEntry {
  const output =
    item.type === 'file_search_call' && item.results !== undefined
      ? { output: item.results.map(({ filename, file_id: id }) => filename ?? id).join(', ') }
      : {};
  if (item.status === 'completed') return { ...entry, ...output, phase: 'done' };
  if (item.status === 'failed' || item.status === 'incomplete')
    return { ...entry, phase: 'failed' };
  return { ...entry, phase: 'running' };
}

function errorText(error: unknown): string {
  if (typeof error === 'string') return error;
  if (typeof error === 'object' && error !== null && 'message' in error) {
    if (typeof error.message === 'string') return error.message;
  }
  return JSON.stringify(error);
}

/** A step in the life of such a call: `name` is for a service that never reported its item. */
export function remoteCallPhase(
  state: SessionState,
  call: { readonly itemId: string; readonly name: string },
  phase: 'running' | 'done' | 'failed',
): SessionState {
  return changeTool(state, { callId: call.itemId, name: call.name }, (entry) =>
    isRefused(entry) || entry.phase === 'failed' ? entry : { ...entry, remote: true, phase },
  );
}

type ArgumentsDelta =
  | EventOf<'response.mcp_call_arguments.delta'>
  | EventOf<'response.foundry_agent_call_arguments.delta'>;
type ArgumentsDone =
  | EventOf<'response.mcp_call_arguments.done'>
  | EventOf<'response.foundry_agent_call_arguments.done'>;

/** Arguments of such a call as they are written. */
export function remoteArguments(state: SessionState, event: ArgumentsDelta): SessionState {
  if (isStale(state, event.response_id)) return state;
  return changeTool(state, { callId: event.item_id, name: '' }, (entry) => ({
    ...entry,
    remote: true,
    arguments: grow(entry.arguments, event.delta),
  }));
}

export function remoteArgumentsDone(state: SessionState, event: ArgumentsDone): SessionState {
  if (isStale(state, event.response_id)) return state;
  return changeTool(state, { callId: event.item_id, name: '' }, (entry) => ({
    ...entry,
    remote: true,
    arguments: grow('', event.arguments ?? entry.arguments),
  }));
}

/** The service wants to know whether it may call an MCP tool: the question is about the call shown last. */
export function approvalRequested(state: SessionState, item: ItemOf<'mcp_approval_request'>): Step {
  const { id } = item;
  const known = (entry: TranscriptEntry): boolean =>
    entry.kind === 'tool' && (entry.callId === id || entry.approvalId === id);
  // The same item is reported several times: created, done, retrieved. It is asked about once.
  if (id === undefined || state.transcript.some(known)) return noEffects(state);
  const at = state.transcript.findLastIndex(
    (entry) =>
      entry.kind === 'tool' &&
      entry.phase === 'streaming' &&
      entry.server === item.server_label &&
      entry.name === item.name &&
      entry.approvalId === undefined,
  );
  const shown = state.transcript[at];
  const bound: SessionState =
    shown?.kind === 'tool'
      ? changed(state, { transcript: state.transcript.with(at, { ...shown, approvalId: id }) })
      : state;
  return callArrived(markToolCall(bound), {
    kind: 'mcp',
    callId: id,
    name: item.name,
    server: item.server_label,
    arguments: item.arguments ?? (shown?.kind === 'tool' ? shown.arguments : ''),
    responseId: id,
  });
}

/**
 * The next phase of an MCP call. A service that gives the call another id than the one shown, and does not say so, means the oldest
 * call that was allowed and is not over.
 */
export function mcpCallPhase(
  before: SessionState,
  itemId: string,
  phase: 'running' | 'done' | 'failed',
): SessionState {
  const known = before.transcript.some(
    (entry) => entry.kind === 'tool' && (entry.callId === itemId || entry.approvalId === itemId),
  );
  const open = before.transcript.find(
    (entry) => entry.kind === 'tool' && entry.phase === 'running' && entry.approvalId !== undefined,
  );
  const approvalId = open?.kind === 'tool' ? open.approvalId : undefined;
  const state = known || approvalId === undefined ? before : adopt(before, approvalId, itemId);
  return remoteCallPhase(state, { itemId, name: 'mcp call' }, phase);
}

/**
 * An MCP call is over. The service then waits for the client to ask for the answer (live tests of the .NET SDK); after
 * a denial it was asked for already.
 */
export function mcpCallEnded(state: SessionState, itemId: string, ok: boolean): Step {
  const entry = state.transcript.find(
    (each) => each.kind === 'tool' && (each.callId === itemId || each.approvalId === itemId),
  );
  if (entry?.kind === 'tool' && isRefused(entry)) return noEffects(state);
  return requestToolAnswer(mcpCallPhase(state, itemId, ok ? 'done' : 'failed'));
}

function changeServer(
  state: SessionState,
  itemId: string,
  change: (server: McpServerState) => McpServerState,
): SessionState {
  const { servers } = state.remote;
  const known = servers.find((server) => server.itemId === itemId);
  const next = known
    ? servers.map((server) => (server === known ? change(known) : server))
    : [...servers, change({ itemId, tools: [], phase: 'listing' })];
  return countOverflow(
    changed(state, { remote: { ...state.remote, servers: next.slice(-maxServers) } }),
    'MCP servers',
    next.length - maxServers,
  );
}

/** The item that lists an MCP server's tools. */
export function toolsListed(state: SessionState, item: ItemOf<'mcp_list_tools'>): SessionState {
  if (item.id === undefined) return state;
  const names = item.tools?.slice(0, maxTools).map((tool) => tool.name.slice(0, maxNameLength));
  return changeServer(state, item.id, (server) => ({
    ...server,
    label: item.server_label,
    tools: names ?? server.tools,
  }));
}

/** The phase of a listing, announced once it is over. */
export function listingPhase(
  state: SessionState,
  itemId: string,
  phase: McpServerState['phase'],
): SessionState {
  const next = changeServer(state, itemId, (server) => ({ ...server, phase }));
  const server = next.remote.servers.find((each) => each.itemId === itemId);
  const name = server?.label === undefined ? 'An MCP server' : `MCP server "${server.label}"`;
  switch (phase) {
    case 'listing':
      return next;
    case 'failed':
      return addNotice(next, 'error', `${name} did not list its tools. They cannot be used.`);
    case 'ready': {
      const tools = server?.tools ?? [];
      const list = tools.length === 0 ? '' : `: ${tools.join(', ')}`;
      return addNotice(next, 'info', `${name} offers its tools${list}.`);
    }
  }
}
