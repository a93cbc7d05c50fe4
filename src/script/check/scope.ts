import { splitAtHeard } from '../../session/playback/heard-text.js';
import { samplesToMs } from '../../session/units.js';
import type { TranscriptEntry } from '../../session/state.js';
import { splitAtWord } from '../../analysis/words.js';
import type { SpokenLine } from '../judge/judge.js';
import type { Evidence, SeenEvent } from './evidence.js';

type AssistantEntry = Extract<TranscriptEntry, { kind: 'assistant' }>;

/** A tool call as the model wrote it. */
export interface SeenCall {
  readonly name: string;
  readonly arguments: string;
  readonly outcome: string;
}

/** What checks see: of one step, or of the whole session. */
export interface Scope {
  /** Absent for the whole session. */
  readonly step?: number;
  readonly startMs: number;
  /** When the next step began. */
  readonly endMs?: number;
  readonly replies: readonly string[];
  /** Undefined where no reply had audio. */
  readonly heard: string | undefined;
  readonly transcripts: readonly string[];
  /** What was spoken, step by step, with what was understood of it. */
  readonly spoken: readonly { readonly said: string; readonly understood: string }[];
  readonly calls: readonly SeenCall[];
  readonly events: readonly SeenEvent[];
  readonly statuses: readonly string[];
  readonly lines: readonly SpokenLine[];
  /** Ids of responses, items and calls. */
  readonly ids: ReadonlySet<string>;
}

/** What belongs to a step; without one, everything. */
export function scopeOf(evidence: Evidence, step?: number): Scope {
  const { session, entrySteps, responses, starts } = evidence;
  const isIn = (at: number | undefined): boolean => step === undefined || at === step;
  const entries = [...session.items.items.values()]
    .map(({ entry }) => entry)
    .filter(({ key }) => isIn(entrySteps.get(key)));
  const assistant = entries.filter(isReply);
  const rateHz = session.state.options.outputRateHz;
  const heard = assistant.flatMap((entry) => heardText(entry, rateHz) ?? []);
  const calls = [...session.items.calls.values()]
    .map(({ entry }) => entry)
    .filter(({ key }) => isIn(entrySteps.get(key)));
  const statuses = [...responses.statuses].filter(([id]) => isIn(responses.stepOf(id)));
  const later = step === undefined ? undefined : [...starts].find(([other]) => other > step)?.[1];
  const startMs = step === undefined ? 0 : (starts.get(step)?.atMs ?? 0);
  const lines = [...entries, ...calls].toSorted((left, right) => left.atMs - right.atMs);
  return {
    ...(step === undefined ? {} : { step }),
    startMs,
    ...(later === undefined ? {} : { endMs: later.atMs }),
    replies: assistant.map(({ text }) => text),
    heard: heard.length === 0 ? undefined : heard.join(' ').trim(),
    transcripts: entries.flatMap((entry) => (isTranscript(entry) ? entry.text : [])),
    spoken: spokenIn(evidence, isIn),
    calls: calls.map(({ name, arguments: given, phase }) => ({
      name,
      arguments: given,
      outcome: phase,
    })),
    events: evidence.events.filter((event) => isIn(event.step)),
    statuses: statuses.map(([, status]) => status),
    lines: lines.map(lineOf),
    ids: new Set([
      ...entries.map(({ itemId }) => itemId),
      ...calls.map(({ callId }) => callId),
      ...statuses.map(([id]) => id),
    ]),
  };
}

/** A reply that was lost with its connection is asked for again. */
function isReply(entry: TranscriptEntry): entry is AssistantEntry {
  return entry.kind === 'assistant' && entry.lost !== true;
}

function isTranscript(entry: TranscriptEntry): boolean {
  return (
    entry.kind === 'user' && !entry.typed && entry.wordless !== true && entry.phase === 'final'
  );
}

/** What of a reply came out of the speaker; undefined for one without audio. */
function heardText(entry: AssistantEntry, rateHz: number): string | undefined {
  const { text, audioSamples, playedSamples, cut, words } = entry;
  if (audioSamples === 0) return undefined;
  if (cut === undefined && playedSamples >= audioSamples) return text;
  const proof = cut ?? {
    heardMs: samplesToMs(playedSamples, rateHz),
    receivedMs: samplesToMs(audioSamples, rateHz),
    deleted: false,
  };
  const { heard } =
    words === undefined ? splitAtHeard(text, proof) : splitAtWord(text, words, proof.heardMs);
  return heard;
}

function spokenIn(
  { said, session, entrySteps }: Evidence,
  isIn: (step: number) => boolean,
): Scope['spoken'] {
  return [...said]
    .filter(([step]) => isIn(step))
    .map(([step, text]) => ({
      said: text,
      understood: [...session.items.items.values()]
        .filter(({ entry }) => entrySteps.get(entry.key) === step && isTranscript(entry))
        .map(({ entry }) => entry.text)
        .join(' '),
    }));
}

function lineOf(entry: TranscriptEntry): SpokenLine {
  switch (entry.kind) {
    case 'user':
    case 'assistant':
      return { speaker: entry.kind, text: entry.text };
    case 'tool':
      return {
        speaker: 'tool',
        text: `${entry.name}(${entry.arguments}) ${entry.output ?? entry.phase}`,
      };
    case 'notice':
      return { speaker: 'tool', text: entry.text };
  }
}
