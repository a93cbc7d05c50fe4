import { samplesToMs } from '../../session/units.js';
import type { Run, TrackedItem } from '../follow/item-tracker.js';
import type { Item, Span, Word } from '../report.js';
import { estimatedWords, timedWords, voicedTime } from '../words.js';
import { eventSpeech, heardSpan, type Evidence } from './sources.js';

/** The voice of a turn may begin so much before the events say: services wait until they are sure. */
const earlierMs = 500;
/** It may end so much later: both ends are measured, in frames. */
const laterMs = 30;

/** What was said, in the order of the conversation. */
export function itemsOf(evidence: Evidence): readonly Item[] {
  return [...evidence.session.items.items.values()].map((item) =>
    item.entry.kind === 'user' ? userItem(item, evidence) : assistantItem(item, evidence),
  );
}

function userItem({ entry, changedMs }: TrackedItem, evidence: Evidence): Item {
  const { clock } = evidence.session;
  const speech = eventSpeech(evidence, entry.itemId);
  const span = speech === undefined ? undefined : voicedSpan(speech, evidence);
  const { startMs, endMs } = span ?? { startMs: clock.at(entry.atMs), endMs: clock.at(changedMs) };
  const isWordless = entry.kind === 'user' && entry.wordless === true;
  const isTyped = entry.kind === 'user' && entry.typed;
  const isEmpty = span === undefined || isWordless;
  return {
    id: entry.itemId,
    speaker: 'user',
    text: entry.text,
    typed: isTyped,
    wordless: isWordless,
    startMs,
    endMs: isTyped ? startMs : endMs,
    interrupted: false,
    deleted: entry.deleted === true,
    audio: span === undefined ? [] : [{ fromMs: 0, startMs, endMs }],
    words: isEmpty ? [] : spread(entry.text, span, evidence.sound?.user),
  };
}

/** Where the voice is in the time that the service took for speech: it adds silence on both sides. */
function voicedSpan(speech: Span, { sound }: Evidence): Span {
  const inside = sound?.user.filter(
    ({ startMs }) => startMs >= speech.startMs - earlierMs && startMs < speech.endMs,
  );
  const startMs = inside?.[0]?.startMs ?? speech.startMs;
  const lastMs = inside?.at(-1)?.endMs ?? speech.endMs;
  return { startMs, endMs: Math.min(lastMs, speech.endMs + laterMs) };
}

function spread(text: string, span: Span, voice: readonly Span[] | undefined): readonly Word[] {
  const voiced = voicedTime(voice ?? [], span);
  return voiced === undefined
    ? estimatedWords(text, span.endMs - span.startMs, (ms) => span.startMs + ms)
    : estimatedWords(text, voiced.totalMs, voiced.at);
}

function assistantItem(item: TrackedItem, evidence: Evidence): Item {
  const { entry, runs, changedMs } = item;
  const { clock, state } = evidence.session;
  const span = heardSpan(item);
  const spoken = entry.kind === 'assistant' ? entry : undefined;
  const rateHz = state.options.outputRateHz;
  const receivedMs = samplesToMs(spoken?.audioSamples ?? 0, rateHz);
  const isCut = spoken?.cut !== undefined;
  return {
    id: entry.itemId,
    speaker: 'assistant',
    text: entry.text,
    typed: false,
    wordless: false,
    ...(spoken === undefined ? {} : { responseId: spoken.responseId }),
    startMs: span?.startMs ?? clock.at(entry.atMs),
    endMs: span?.endMs ?? clock.at(changedMs),
    ...(receivedMs === 0
      ? {}
      : { receivedMs, heardMs: samplesToMs(spoken?.playedSamples ?? 0, rateHz) }),
    interrupted: isCut || spoken?.cancelled === true,
    deleted: entry.deleted === true || spoken?.cut?.deleted === true,
    audio: runs.map(({ fromMs, startMs, endMs }) => ({ fromMs, startMs, endMs })),
    words: assistantWords(item, isCut, receivedMs, span, evidence),
  };
}

function assistantWords(
  { entry, runs }: TrackedItem,
  isCut: boolean,
  receivedMs: number,
  span: Span | undefined,
  { sound }: Evidence,
): readonly Word[] {
  if (receivedMs === 0) return [];
  const place = (audioMs: number): number | undefined => placeIn(runs, audioMs);
  if (entry.kind === 'assistant' && entry.words !== undefined)
    return timedWords(entry.words, place);
  return isCut || span === undefined
    ? estimatedWords(entry.text, receivedMs, place)
    : spread(entry.text, span, sound?.assistant);
}

/** Where a moment of an item's audio was heard in the WAV; undefined when it was not. */
function placeIn(runs: readonly Run[], audioMs: number): number | undefined {
  const run = runs.findLast(({ fromMs }) => fromMs <= audioMs);
  if (run === undefined) return undefined;
  const atMs = run.startMs + audioMs - run.fromMs;
  return atMs > run.endMs + 1 ? undefined : Math.min(atMs, run.endMs);
}
