import { appended } from '../appended.js';
import { changed } from '../change-state.js';
import type { HeardProof, SessionState, TranscriptEntry } from '../state.js';

/** Entries kept; older ones are dropped and counted. */
const maxEntries = 500;
/** Characters of one entry, so that a model that never stops cannot grow the state without limit. */
const maxTextLength = 100_000;

/** Characters of one notice. */
const maxNoticeLength = 10_000;

type EntryOf<Kind extends TranscriptEntry['kind']> = Extract<TranscriptEntry, { kind: Kind }>;

function push(state: SessionState, entry: TranscriptEntry): SessionState {
  const over = state.transcript.length + 1 - maxEntries;
  return changed(state, {
    transcript: appended(state.transcript, entry, maxEntries),
    transcriptDropped: state.transcriptDropped + Math.max(0, over),
  });
}

/** Undefined when nothing matches. */
function replaceLast(
  state: SessionState,
  matches: (entry: TranscriptEntry) => boolean,
  change: (entry: TranscriptEntry) => TranscriptEntry,
): SessionState | undefined {
  const index = state.transcript.findLastIndex(matches);
  const entry = index < 0 ? undefined : state.transcript[index];
  if (entry === undefined) return undefined;
  const next = change(entry);
  if (next === entry) return state;
  return changed(state, { transcript: state.transcript.with(index, next) });
}

/** Adds a notice of the program. */
export function addNotice(
  state: SessionState,
  level: 'info' | 'warning' | 'error',
  text: string,
): SessionState {
  const key = `notice-${state.nextNumber}`;
  const next = changed(state, { nextNumber: state.nextNumber + 1 });
  const short = text.length > maxNoticeLength ? `${text.slice(0, maxNoticeLength)}…` : text;
  return push(next, { key, atMs: state.nowMs, kind: 'notice', level, text: short });
}

/** A system message that was added to the conversation; one that restored something is known already. */
export function showSystemMessage(state: SessionState, itemId: string, text: string): SessionState {
  const isKnown = state.transcript.some(
    (entry) =>
      (entry.kind === 'notice' && entry.system?.itemId === itemId) ||
      (entry.kind === 'tool' && entry.callId === itemId),
  );
  if (isKnown) return state;
  const shown = addNotice(state, 'info', `System message: ${text}`);
  const notice = shown.transcript.at(-1);
  if (notice?.kind !== 'notice') return shown;
  const system = { itemId, text: grow('', text) };
  return changed(shown, { transcript: shown.transcript.with(-1, { ...notice, system }) });
}

/** The user's entry for an item, made when missing. */
export function changeUser(
  state: SessionState,
  itemId: string,
  change: (entry: EntryOf<'user'>) => EntryOf<'user'>,
): SessionState {
  const matches = (entry: TranscriptEntry): boolean =>
    entry.kind === 'user' && entry.itemId === itemId;
  const known = replaceLast(state, matches, (entry) =>
    entry.kind === 'user' ? change(entry) : entry,
  );
  if (known !== undefined) return known;
  const fresh: EntryOf<'user'> = {
    key: itemId,
    atMs: state.nowMs,
    kind: 'user',
    itemId,
    text: '',
    phase: 'speaking',
    typed: false,
  };
  return push(state, change(fresh));
}

/** The assistant's entry for an item, made when missing. */
export function changeAssistant(
  state: SessionState,
  ids: { readonly itemId: string; readonly responseId: string },
  change: (entry: EntryOf<'assistant'>) => EntryOf<'assistant'>,
): SessionState {
  const known = replaceAssistant(state, ids.itemId, change);
  if (known !== undefined) return known;
  const fresh: EntryOf<'assistant'> = {
    key: ids.itemId,
    atMs: state.nowMs,
    kind: 'assistant',
    itemId: ids.itemId,
    responseId: ids.responseId,
    text: '',
    final: false,
    audioSamples: 0,
    playedSamples: 0,
  };
  return push(state, change(fresh));
}

/** The assistant's entry for an item, when there is one. */
export function changeKnownAssistant(
  state: SessionState,
  itemId: string,
  change: (entry: EntryOf<'assistant'>) => EntryOf<'assistant'>,
): SessionState {
  return replaceAssistant(state, itemId, change) ?? state;
}

function replaceAssistant(
  state: SessionState,
  itemId: string,
  change: (entry: EntryOf<'assistant'>) => EntryOf<'assistant'>,
): SessionState | undefined {
  return replaceLast(
    state,
    (entry) => entry.kind === 'assistant' && entry.itemId === itemId,
    (entry) => (entry.kind === 'assistant' ? change(entry) : entry),
  );
}

/** Text grows by a delta, up to the limit of one entry. */
export function grow(text: string, delta: string): string {
  return text.length >= maxTextLength ? text : (text + delta).slice(0, maxTextLength);
}

/** Characters that `grow` leaves out. */
export function overgrown(text: string, delta: string): number {
  return Math.max(0, text.length + delta.length - maxTextLength);
}

/** Says what was heard of an item that was cut. */
export function markCut(state: SessionState, itemId: string, cut: HeardProof): SessionState {
  return changeKnownAssistant(state, itemId, (entry) => ({
    ...entry,
    cut,
    final: true,
    spoken: undefined,
  }));
}

/** The item was deleted from the conversation; its text stays on the screen. */
export function markDeleted(state: SessionState, itemId: string): SessionState {
  const marked = replaceLast(
    state,
    (entry) =>
      entry.kind === 'notice'
        ? entry.system?.itemId === itemId
        : entry.kind !== 'tool' && entry.itemId === itemId,
    (entry) => (entry.kind === 'tool' ? entry : { ...entry, deleted: true }),
  );
  return marked ?? state;
}

/** The entry for a call, found by its id or by that of the approval request about it; made when missing. */
export function changeTool(
  state: SessionState,
  call: { readonly callId: string; readonly name: string; readonly server?: string },
  change: (entry: EntryOf<'tool'>) => EntryOf<'tool'>,
): SessionState {
  const matches = (entry: TranscriptEntry): boolean =>
    entry.kind === 'tool' && (entry.callId === call.callId || entry.approvalId === call.callId);
  const known = replaceLast(state, matches, (entry) =>
    entry.kind === 'tool' ? change(entry) : entry,
  );
  if (known !== undefined) return known;
  const fresh: EntryOf<'tool'> = {
    key: call.callId,
    atMs: state.nowMs,
    kind: 'tool',
    callId: call.callId,
    name: call.name,
    ...(call.server === undefined ? {} : { server: call.server }),
    arguments: '',
    phase: 'streaming',
  };
  return push(state, change(fresh));
}
