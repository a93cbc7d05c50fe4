import { splitAtHeard } from '../../session/playback/heard-text.js';
import type { TranscriptEntry } from '../../session/state.js';
import { hasSpokenWords, isRemark } from '../../shared/listening-sounds.js';
import type { TrackedInterruption } from '../follow/interruption-tracker.js';
import type { Interruption, Span } from '../report.js';
import { interruptingSound, timeToYieldMs } from '../sound/turn-taking.js';
import { splitAtWord } from '../words.js';
import { eventSpeech, heardSpan, type Evidence } from './sources.js';

/** A longer sound is somebody who speaks. */
const shortSoundMs = 600;

type AssistantEntry = Extract<TranscriptEntry, { kind: 'assistant' }>;

/** The replies that were cut, with what was heard of them and how long that took. */
export function interruptionsOf(evidence: Evidence): readonly Interruption[] {
  return evidence.session.interruptions.interruptions.flatMap((each) => {
    const entry = evidence.session.items.items.get(each.itemId)?.entry;
    return entry?.kind === 'assistant' && entry.cut !== undefined
      ? [interruptionOf(each, entry, entry.cut, evidence)]
      : [];
  });
}

function interruptionOf(
  { cause, atMs, itemId, userItemId }: TrackedInterruption,
  entry: AssistantEntry,
  cut: NonNullable<AssistantEntry['cut']>,
  evidence: Evidence,
): Interruption {
  const { session, sound } = evidence;
  const detectedMs = session.clock.at(atMs);
  const speech = userItemId === undefined ? undefined : eventSpeech(evidence, userItemId);
  const measured = cause === 'speech' && sound ? interruptingSound(sound, detectedMs) : undefined;
  const beganMs = speech === undefined ? detectedMs : Math.min(detectedMs, speech.startMs);
  const replyEndMs = heardSpan(session.items.items.get(itemId))?.endMs;
  const user = userItemId === undefined ? undefined : session.items.items.get(userItemId)?.entry;
  const { heard, unheard } =
    entry.words === undefined
      ? splitAtHeard(entry.text, cut)
      : splitAtWord(entry.text, entry.words, cut.heardMs);
  const samplesMs =
    sound && measured && replyEndMs !== undefined
      ? timeToYieldMs(sound, measured, replyEndMs)
      : undefined;
  const soundMs = soundLength(measured ?? speech);
  return {
    atMs: measured?.startMs ?? beganMs,
    cause,
    itemId,
    heardMs: cut.heardMs,
    receivedMs: cut.receivedMs,
    ...(cut.confirmedMs === undefined ? {} : { confirmedMs: cut.confirmedMs }),
    deleted: cut.deleted,
    heardText: heard,
    unheardText: unheard,
    estimated: entry.words === undefined,
    timeToYield: {
      ...(replyEndMs === undefined ? {} : { eventsMs: Math.max(0, replyEndMs - beganMs) }),
      ...(samplesMs === undefined ? {} : { samplesMs }),
    },
    ...(cause !== 'speech' || soundMs === undefined ? {} : { soundMs }),
    ...(user?.kind !== 'user' || user.text === '' ? {} : { userText: user.text }),
    falseStop:
      cause === 'speech' &&
      soundMs !== undefined &&
      soundMs < shortSoundMs &&
      !(user?.kind === 'user' && hasWords(user)),
  };
}

function soundLength(span: Span | undefined): number | undefined {
  return span && span.endMs - span.startMs;
}

function hasWords({ text, wordless }: Extract<TranscriptEntry, { kind: 'user' }>): boolean {
  return wordless !== true && !isRemark(text) && hasSpokenWords(text);
}
