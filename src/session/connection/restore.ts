import { changed } from '../change-state.js';
import { logLine } from './outage.js';
import { asksForReply } from './pending-intents.js';
import { askAgain } from '../turn/repeats.js';
import type { Effect } from '../effects.js';
import type { Outage } from './connection-state.js';
import type { SessionState, TranscriptEntry } from '../state.js';
import { chain, noEffects, takeId, type Step } from '../step.js';
import { addNotice } from '../log/transcript.js';
import { isByService, restored, type Restored } from './restored-entry.js';
import { keptImages } from './sent-images.js';

/** Characters that are restored at most: older turns are left out, about what a model can read at once. */
const maxRestoredCharacters = 400_000;
/** Longest id that a client may give an item (OpenAI's Realtime API, which the service proxies). */
const maxIdLength = 32;

/**
 * The connection is back and the new session knows nothing: every finished turn is sent in its order, one notice says
 * so, and a turn that was not answered is asked again.
 */
export function restore(before: SessionState, outage: Outage): Step {
  const state = withShortIds(before);
  const images = keptImages(state.transcript);
  const all = state.transcript.flatMap((entry) => restored(state, entry, images) ?? []);
  const skipped = all.filter(isSkipped);
  const known = all.filter((each) => !isSkipped(each));
  const kept = newest(known);
  const words = [
    ...kinds
      .filter((kind) => kind === 'turn' || kept.some((each) => each.kind === kind))
      .map((kind) => `${countedKind(kept, kind)} restored`),
    ...skippedWords(skipped),
    ...(kept.length < known.length
      ? [`${counted(known.length - kept.length, 'older entry', 'older entries')} skipped`]
      : []),
    ...(state.transcriptDropped > 0 ? ['entries no longer kept skipped'] : []),
  ];
  const seconds = ((state.nowMs - outage.sinceMs) / 1000).toFixed(1);
  const text = `${backWords(state, outage)} after ${seconds} s: ${words.join(', ')}.`;
  const logged = skipped.reduce(
    (current, { kind, skipped: why }) =>
      logLine(current, 'connection.not-restored', `${kind}: ${why}`),
    logLine(state, 'connection.back', `after ${seconds} s`),
  );
  return chain(addNotice(logged, 'info', text), ...kept.flatMap(sendingOf), (current) =>
    asksAgain(current, outage) ? askAgain(current) : noEffects(current),
  );
}

const kinds = ['turn', 'image', 'system message', 'tool call'] as const;

type Skipped = Restored & { readonly skipped: string };

function isSkipped(each: Restored): each is Skipped {
  return each.skipped !== undefined;
}

/** How many could not be restored, for each reason. */
function skippedWords(skipped: readonly Skipped[]): readonly string[] {
  const reasons = new Set(skipped.map((each) => each.skipped));
  return [...reasons].flatMap((reason) => {
    const group = skipped.filter((each) => each.skipped === reason);
    return kinds
      .filter((kind) => group.some((each) => each.kind === kind))
      .map((kind) => `${countedKind(group, kind)} skipped (${reason})`);
  });
}

function countedKind(all: readonly Restored[], kind: Restored['kind']): string {
  return counted(all.filter((each) => each.kind === kind).length, kind);
}

function backWords({ options, reportedSession }: SessionState, { renewal }: Outage): string {
  if (renewal === undefined) return 'The connection is back';
  const { previousModel, change, limitMinutes } = renewal;
  if (limitMinutes !== undefined)
    return `Session renewed before its limit of ${String(limitMinutes)} min,`;
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

function sendingOf({ items, again }: Restored): readonly ((state: SessionState) => Step)[] {
  const created = items.map((item) =>
    withId((id) => ({
      type: 'send',
      event: { type: 'conversation.item.create', event_id: id, item },
    })),
  );
  return again === undefined
    ? created
    : [withId((eventId) => ({ type: 'send-again', itemId: again, eventId }))];
}

function withId(effect: (eventId: string) => Effect): (state: SessionState) => Step {
  return (state) => {
    const { id, state: next } = takeId(state, 'event');
    return { state: next, effects: [effect(id)] };
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

/** Items keep their ids, so that what is said about them stays right; an id that a client may not give is replaced. */
function withShortIds(state: SessionState): SessionState {
  let next = state;
  const short = (id: string): string => {
    if (id.length <= maxIdLength) return id;
    const taken = takeId(next, 'item');
    next = taken.state;
    return taken.id;
  };
  const transcript = state.transcript.map((entry) => withShortId(entry, short));
  return changed(next, { transcript });
}

function withShortId(entry: TranscriptEntry, short: (id: string) => string): TranscriptEntry {
  switch (entry.kind) {
    case 'user':
      // The service took the id of an image from this client.
      return entry.imageBytes === undefined ? { ...entry, itemId: short(entry.itemId) } : entry;
    case 'assistant':
      return { ...entry, itemId: short(entry.itemId) };
    case 'tool':
      return isByService(entry) ? { ...entry, callId: short(entry.callId) } : entry;
    case 'notice': {
      const { system } = entry;
      return system ? { ...entry, system: { ...system, itemId: short(system.itemId) } } : entry;
    }
  }
}
