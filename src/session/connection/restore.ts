import { changed } from '../change-state.js';
import type { ConversationRequestItem } from '../../protocol/generated/types.js';
import { splitAtHeard } from '../playback/heard-text.js';
import { logLine } from './outage.js';
import { asksForReply } from './pending-intents.js';
import { askAgain } from '../turn/repeats.js';
import type { Effect } from '../effects.js';
import type { Outage } from './connection-state.js';
import type { HeardProof, SessionState, TranscriptEntry } from '../state.js';
import { chain, noEffects, takeId, type Step } from '../step.js';
import { addNotice } from '../log/transcript.js';
import { heardMs } from '../units.js';

/** Characters that are restored at most: older turns are left out, about what a model can read at once. */
const maxRestoredCharacters = 400_000;
/** Longest id that a client may give an item (OpenAI's Realtime API, which the service proxies). */
const maxIdLength = 32;

type EntryOf<Kind extends TranscriptEntry['kind']> = Extract<TranscriptEntry, { kind: Kind }>;

/** One entry of the transcript as conversation items; none when it cannot be restored. */
interface Restored {
  readonly kind: 'turn' | 'call';
  readonly key: string;
  readonly items: readonly ConversationRequestItem[];
}

/**
 * The connection is back and the new session knows nothing: every finished turn is sent in its order, one notice says
 * so, and a turn that was not answered is asked again.
 */
export function restore(before: SessionState, outage: Outage): Step {
  const state = withShortIds(before);
  const all = state.transcript.flatMap((entry) => restored(state, entry) ?? []);
  const wordless = all.filter(({ items }) => items.length === 0).length;
  const told = all.filter(({ items }) => items.length > 0);
  const kept = newest(told);
  const count = (kind: Restored['kind']): number =>
    kept.filter((each) => each.kind === kind).length;
  const words = [
    `${counted(count('turn'), 'turn')} restored`,
    ...(count('call') > 0 ? [`${counted(count('call'), 'tool call')} restored`] : []),
    ...(wordless > 0 ? [`${counted(wordless, 'turn')} skipped (no text)`] : []),
    ...(kept.length < told.length
      ? [`${counted(told.length - kept.length, 'older entry', 'older entries')} skipped`]
      : []),
    ...(state.transcriptDropped > 0 ? ['entries no longer kept skipped'] : []),
  ];
  const seconds = ((state.nowMs - outage.sinceMs) / 1000).toFixed(1);
  const text = `${backWords(state, outage)} after ${seconds} s: ${words.join(', ')}.`;
  return chain(
    addNotice(logLine(state, 'connection.back', `after ${seconds} s`), 'info', text),
    ...kept.flatMap(({ items }) => items).map((item) => tell(item)),
    (current) => (asksAgain(current, outage) ? askAgain(current) : noEffects(current)),
  );
}

function backWords({ options, reportedSession }: SessionState, { renewal }: Outage): string {
  if (renewal === undefined) return 'The connection is back';
  const { previousModel, change } = renewal;
  if (change !== undefined) return `${change}, a new session`;
  if (previousModel === undefined) return 'Reconnected';
  const { model } = options;
  const reported = reportedSession?.model ?? model;
  const really = reported.startsWith(model) ? '' : ` (the service reports ${reported})`;
  return `model: ${previousModel} → ${model}${really}, a new session`;
}

/** A tool that still runs answers the turn when it is done; a turn that was typed meanwhile asks for itself. */
function asksAgain(state: SessionState, outage: Outage): boolean {
  const runs = state.approval.calls.some((call) => call.phase === 'running');
  return outage.unanswered && !runs && !state.pendingIntents.some(asksForReply);
}

function counted(count: number, one: string, many = `${one}s`): string {
  return `${String(count)} ${count === 1 ? one : many}`;
}

function tell(item: ConversationRequestItem): (state: SessionState) => Step {
  return (state) => {
    const { id, state: next } = takeId(state, 'event');
    const effect: Effect = {
      type: 'send',
      event: { type: 'conversation.item.create', event_id: id, item },
    };
    return { state: next, effects: [effect] };
  };
}

/** The newest entries that find room, in their order. */
function newest(all: readonly Restored[]): readonly Restored[] {
  let left = maxRestoredCharacters;
  const from = all.findLastIndex(({ items }) => {
    left -= JSON.stringify(items).length;
    return left < 0;
  });
  return all.slice(from + 1);
}

/** Undefined for what was never part of the conversation, or is not any more. */
function restored(state: SessionState, entry: TranscriptEntry): Restored | undefined {
  switch (entry.kind) {
    case 'user':
      return entry.deleted ? undefined : userTurn(entry);
    case 'assistant':
      return entry.deleted || entry.lost ? undefined : reply(state, entry);
    case 'tool':
      return toolCall(state, entry);
    case 'notice':
      return undefined;
  }
}

function userTurn(entry: EntryOf<'user'>): Restored | undefined {
  const { itemId: id, key, text } = entry;
  const turn = { kind: 'turn', key } as const;
  if (entry.wordless === true) return { ...turn, items: [] };
  // Speech in which nothing was recognised is no turn to anybody.
  if (text === '') return undefined;
  const content = [{ type: 'input_text', text }] as const;
  return { ...turn, items: [{ type: 'message', id, role: 'user', content }] };
}

/** The words of a reply, of one that was interrupted those that were heard. */
function reply(state: SessionState, entry: EntryOf<'assistant'>): Restored | undefined {
  const { itemId: id, key } = entry;
  const cut = entry.cut ?? cutSoFar(state, entry);
  const turn = { kind: 'turn', key } as const;
  if (cut !== undefined && (cut.deleted || cut.heardMs === 0)) return undefined;
  const text = cut === undefined ? entry.text : splitAtHeard(entry.text, cut).heard;
  if (text === '') return entry.audioSamples > 0 ? { ...turn, items: [] } : undefined;
  const content = [{ type: 'text', text }] as const;
  return { ...turn, items: [{ type: 'message', id, role: 'assistant', content }] };
}

/** A reply that is being silenced, and of which the speaker has not yet reported how much was heard. */
function cutSoFar(state: SessionState, entry: EntryOf<'assistant'>): HeardProof | undefined {
  const { itemId, playedSamples, audioSamples } = entry;
  const { parts } = state.playback;
  if (parts.every((part) => part.itemId !== itemId || part.complete)) return undefined;
  const rate = state.options.outputRateHz;
  return {
    heardMs: heardMs(playedSamples, rate),
    receivedMs: heardMs(audioSamples, rate),
    deleted: false,
  };
}

/** A function call and its output; the output of a call that still runs comes when it is done. */
function toolCall(state: SessionState, entry: EntryOf<'tool'>): Restored | undefined {
  const { callId, key, name, output, phase } = entry;
  const byService = entry.remote === true || entry.server !== undefined;
  const over = phase === 'done' || phase === 'failed' || phase === 'denied';
  const runs = state.approval.calls.some((call) => call.callId === callId);
  if (byService || entry.lost === true || !(over || runs)) return undefined;
  const call = {
    type: 'function_call',
    call_id: callId,
    name,
    arguments: entry.arguments,
  } as const;
  if (output === undefined) return runs ? { kind: 'call', key, items: [call] } : undefined;
  const told = phase === 'denied' ? JSON.stringify({ error: output }) : output;
  const answer = { type: 'function_call_output', call_id: callId, output: told } as const;
  return { kind: 'call', key, items: [call, answer] };
}

/** Items keep their ids, so that what is said about them stays right; an id that a client may not give is replaced. */
function withShortIds(state: SessionState): SessionState {
  let next = state;
  const transcript = state.transcript.map((entry) => {
    if (entry.kind !== 'user' && entry.kind !== 'assistant') return entry;
    if (entry.itemId.length <= maxIdLength) return entry;
    const taken = takeId(next, 'item');
    next = taken.state;
    return { ...entry, itemId: taken.id };
  });
  return changed(next, { transcript });
}
