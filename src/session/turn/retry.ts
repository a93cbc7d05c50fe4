import { changed } from '../change-state.js';
import { startTypedTurn } from '../metrics/latency.js';
import { addNotice } from '../log/transcript.js';
import { flush } from '../playback/playback.js';
import type { SessionState, TranscriptEntry } from '../state.js';
import { chain, noEffects, takeId, type Step } from '../step.js';
import { countFromZero } from './repeats.js';
import { cancelResponse, sendWhenQuiet, wantResponse, withdrawResponse } from './response.js';

/** Deleted items that are remembered until the service confirms them. */
const maxWithdrawn = 64;

/** Why there is nothing to ask again; undefined when there is. */
export function nothingToRetry(state: SessionState): string | undefined {
  return lastTurn(state) < 0 ? 'nothing was asked yet' : undefined;
}

function lastTurn({ transcript }: SessionState): number {
  return transcript.findLastIndex(
    (entry) => entry.kind === 'user' && entry.phase === 'final' && !entry.deleted && !entry.unsent,
  );
}

/**
 * `/retry`: asks the last turn again. What followed it, replies and tool calls, is deleted from the conversation, so that
 * the model answers as if for the first time.
 */
export function retry(state: SessionState): Step {
  const at = lastTurn(state);
  const turn = state.transcript[at];
  if (turn?.kind !== 'user')
    return noEffects(addNotice(state, 'info', 'There is no turn to ask again.'));
  const later = state.transcript.slice(at + 1);
  const items = itemsAfter(state, turn.itemId, later);
  const kept = items.length === 0 ? '' : ' What followed it is deleted from the conversation.';
  return chain(
    addNotice(state, 'info', `Asking the last turn again.${kept}`),
    (current) => cancelResponse(withdrawResponse(current)),
    silence,
    (current) => noEffects(withdrawn(current, later, items)),
    ...items.map((id) => (current: SessionState) => deleteItem(current, id)),
    (current) => noEffects(countFromZero(startTypedTurn(current))),
    wantResponse,
  );
}

/** What a reply is cut to does not matter: its item is deleted. */
function silence(state: SessionState): Step {
  const { flushing } = state.playback;
  if (flushing === undefined) return flush(state, false);
  const playback = { ...state.playback, flushing: { ...flushing, truncate: false } };
  return noEffects(changed(state, { playback }));
}

/** Ids of the items that answer a turn: its replies, and the calls as the service reported them. */
function itemsAfter(
  { remote }: SessionState,
  turnId: string,
  later: readonly TranscriptEntry[],
): readonly string[] {
  const replies = later.flatMap((entry) =>
    entry.kind === 'assistant' && !entry.deleted && !entry.lost && entry.cut?.deleted !== true
      ? [entry.itemId]
      : [],
  );
  const at = remote.items.findIndex(({ id }) => id === turnId);
  const calls = at < 0 ? [] : remote.items.slice(at + 1).filter(({ type }) => isOfCall(type));
  return [...replies, ...calls.map(({ id }) => id)];
}

/** Messages are in the transcript; the list of a server's tools is no answer to anything. */
function isOfCall(type: string): boolean {
  return type !== 'message' && type !== 'mcp_list_tools';
}

function withdrawn(
  state: SessionState,
  later: readonly TranscriptEntry[],
  items: readonly string[],
): SessionState {
  const transcript = state.transcript.map((entry): TranscriptEntry => {
    if (entry.kind === 'assistant' && items.includes(entry.itemId))
      return { ...entry, final: true, deleted: true };
    if (entry.kind !== 'tool' || !later.includes(entry)) return entry;
    const open = ['streaming', 'waiting', 'running'].includes(entry.phase);
    const phase = entry.phase === 'waiting' ? 'expired' : 'failed';
    return {
      ...entry,
      lost: true,
      ...(open ? { phase, output: 'the turn was asked again' } : {}),
    };
  });
  return withoutItems(
    changed(state, { transcript, approval: { ...state.approval, calls: [] } }),
    items,
  );
}

function withoutItems(state: SessionState, ids: readonly string[]): SessionState {
  const { remote } = state;
  const items = remote.items.filter(({ id }) => !ids.includes(id));
  const all = [...remote.withdrawn, ...ids].slice(-maxWithdrawn);
  return changed(state, { remote: { ...remote, items, withdrawn: all } });
}

/** An item of a response whose turn is asked again, reported only now. */
export function withdrawItem(state: SessionState, id: string | undefined): Step {
  if (id === undefined || state.remote.withdrawn.includes(id)) return noEffects(state);
  return deleteItem(withoutItems(state, [id]), id);
}

function deleteItem(state: SessionState, itemId: string): Step {
  const { id, state: next } = takeId(state, 'event');
  return sendWhenQuiet({ type: 'conversation.item.delete', event_id: id, item_id: itemId })(next);
}
