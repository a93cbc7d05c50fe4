import { changed } from '../change-state.js';
import { countOverflow } from '../log/overflow.js';
import type { ContentPart, ResponseItem } from '../../protocol/generated/types.js';
import type { ConversationItem } from '../tools/remote-state.js';
import type { SessionState } from '../state.js';
import { noEffects, takeId, type Step } from '../step.js';
import { addNotice } from '../log/transcript.js';

/** Items remembered for `/items`; the service keeps them all. */
const maxItems = 500;
const maxSummaryLength = 60;
/** `/items` lists the newest ones. */
const maxListedItems = 20;

function withItems(state: SessionState, items: readonly ConversationItem[]): SessionState {
  return changed(state, { remote: { ...state.remote, items } });
}

/** Remembers an item of the conversation as it was last reported. */
export function noteItem(state: SessionState, item: ResponseItem): SessionState {
  if (item.id === undefined) return state;
  const known: ConversationItem = { id: item.id, type: item.type, summary: itemSummary(item) };
  const { items } = state.remote;
  const at = items.findIndex(({ id }) => id === item.id);
  if (at >= 0) return withItems(state, items.with(at, known));
  const next = withItems(state, [...items, known].slice(-maxItems));
  return countOverflow(next, 'listed items', items.length + 1 - maxItems);
}

/** The item is no longer part of the conversation. */
export function forgetItem(state: SessionState, itemId: string): SessionState {
  return withItems(
    state,
    state.remote.items.filter(({ id }) => id !== itemId),
  );
}

/** An item in a few words. */
export function itemSummary(item: ResponseItem): string {
  const text = wordsOf(item).replace(/\s+/g, ' ').trim();
  return text.length > maxSummaryLength ? `${text.slice(0, maxSummaryLength - 1)}…` : text;
}

function wordsOf(item: ResponseItem): string {
  switch (item.type) {
    case 'message':
      return `${item.role}: ${(item.content ?? []).map(partText).join(' ')}`;
    case 'function_call':
      return `${item.name} ${item.arguments}`;
    case 'function_call_output':
      return item.output;
    case 'mcp_call':
    case 'mcp_approval_request':
      return `${item.server_label}/${item.name} ${item.arguments ?? ''}`;
    case 'mcp_approval_response':
      return item.approve ? 'approved' : 'denied';
    case 'mcp_list_tools':
      return `${item.server_label}: ${(item.tools ?? []).map((tool) => tool.name).join(', ')}`;
    case 'web_search_call':
      return item.status;
    case 'file_search_call':
      return `${item.status} ${(item.queries ?? []).join(', ')}`;
    case 'foundry_agent_call':
      return `${item.name} ${item.arguments ?? ''}`;
    default:
      // The service may have items that the API description lacks.
      return '';
  }
}

function partText(part: ContentPart): string {
  switch (part.type) {
    case 'input_text':
    case 'text':
    case 'output_text':
      return part.text ?? '';
    case 'input_audio':
    case 'audio':
      return part.transcript ?? '(audio)';
    case 'input_image':
      return '(image)';
    default:
      return '';
  }
}

/** `/items`: the conversation as the service has it, newest last. */
export function listItems(state: SessionState): Step {
  const { items } = state.remote;
  if (items.length === 0)
    return noEffects(addNotice(state, 'info', 'The conversation has no items.'));
  const older = items.length - maxListedItems;
  const lines = items
    .slice(-maxListedItems)
    .map(({ id, type, summary }) => `${id}  ${type}  ${summary}`.trimEnd());
  const head = older > 0 ? [`(${older} older items not shown)`] : [];
  return noEffects(addNotice(state, 'info', [...head, ...lines].join('\n')));
}

/** The id that a user means: an id, or the end of exactly one. An unknown id is sent as given. */
export function meantItemId(state: SessionState, given: string): string {
  const { items } = state.remote;
  if (items.some(({ id }) => id === given)) return given;
  const fitting = items.filter(({ id }) => id.endsWith(given.replace(/^…/, '')));
  return fitting.length === 1 ? (fitting[0]?.id ?? given) : given;
}

/** `conversation.item.retrieved`: what the service holds. */
export function itemRetrieved(state: SessionState, item: ResponseItem): SessionState {
  const { id = '(no id)', type } = item;
  return addNotice(
    noteItem(state, item),
    'info',
    `Item ${id}: ${type} ${itemSummary(item)}`.trimEnd(),
  );
}

/** Asks for an item, or for its deletion. */
export function askItem(state: SessionState, what: 'retrieve' | 'delete', given: string): Step {
  const { id, state: next } = takeId(state, 'event');
  const event = {
    type: what === 'retrieve' ? 'conversation.item.retrieve' : 'conversation.item.delete',
    event_id: id,
    item_id: meantItemId(state, given),
  } as const;
  const answer = what === 'retrieve' ? 'conversation.item.retrieved' : 'conversation.item.deleted';
  return { state: awaitAnswer(next, id, answer), effects: [{ type: 'send', event }] };
}

/** Requests that may wait for their answer at once. */
const maxAwaited = 32;

/** Remembers an event whose answer a script waits for before its next line. */
export function awaitAnswer(state: SessionState, eventId: string, type: string): SessionState {
  return changed(state, { awaited: [...state.awaited, { eventId, type }].slice(-maxAwaited) });
}

/**
 * An event settles the oldest request that it answers. An error without an event id settles the oldest of all, which
 * would otherwise wait forever.
 */
export function noteAnswer(state: SessionState, type: string, errorOf?: string): SessionState {
  if (state.awaited.length === 0) return state;
  const at = state.awaited.findIndex((awaited) =>
    type === 'error' ? errorOf === undefined || awaited.eventId === errorOf : awaited.type === type,
  );
  return at < 0
    ? state
    : changed(state, { awaited: state.awaited.filter((_, index) => index !== at) });
}
