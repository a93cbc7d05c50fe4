import type { Recording } from '../recording/reader.js';
import { replay } from '../recording/replay.js';
import { timelineRateHz } from '../recording/wav-timeline.js';
import { SoundClock } from '../replay/sound-clock.js';
import { initialState } from '../session/initial-state.js';
import type { Decision, Intent } from '../session/inputs.js';
import { isSettled } from '../session/selectors.js';
import type { PendingCall, SessionOptions, SessionState } from '../session/state.js';
import { isSentAgain } from './sent-again.js';

/** Something the user did in a recorded session. */
export interface RecordedIntent {
  readonly intent: Intent;
  /** Since the microphone began to be sent, or the session was ready: on the microphone's clock if it has one. */
  readonly atMs: number;
  /** Since the intent before it. */
  readonly sinceMs: number;
  /** Nothing was in progress: the user had waited for the reply. */
  readonly afterReply: boolean;
}

/** A call of a local tool, and what it answered. */
export interface RecordedResult {
  readonly name: string;
  readonly arguments: string;
  readonly ok: boolean;
  readonly output: string;
  readonly elapsedMs: number;
}

/** What the user decided on a call. */
export interface RecordedDecision {
  readonly name: string;
  readonly server?: string | undefined;
  readonly arguments: string;
  readonly decision: Decision;
}

/** The user's side of a recorded session. */
export interface RecordedUser {
  /** As the session was at its start, text mode included where no device could be opened. */
  readonly options: SessionOptions;
  readonly intents: readonly RecordedIntent[];
  readonly results: readonly RecordedResult[];
  readonly decisions: readonly RecordedDecision[];
  /** Where in the WAV the microphone began to be sent; absent when nothing of it was sent. */
  readonly microphoneFromMs?: number;
  /** Intents that are not sent again: they name items of the old session, write files, or only show something. */
  readonly leftOut: number;
}

/** What a recording says of its user. */
export function recordedUser(recording: Recording): RecordedUser {
  const { options } = recording.header;
  const clock = new SoundClock(
    options.inputRateHz,
    timelineRateHz(options.inputRateHz, options.outputRateHz),
  );
  const intents: { intent: Intent; nowMs: number; afterReply: boolean }[] = [];
  const results: RecordedResult[] = [];
  const decisions: RecordedDecision[] = [];
  let before: SessionState = initialState(options);
  let readyMs: number | undefined;
  let startOptions = options;
  let hasMicrophone = false;
  let leftOut = 0;
  for (const { input, step } of replay(recording)) {
    clock.add(input);
    if (input.type === 'sent' && input.audio?.track === 'microphone') hasMicrophone = true;
    if (input.type === 'tool-finished') {
      const call = callOf(before, input.callId);
      if (call?.kind === 'function') {
        const { ok, output, elapsedMs } = input;
        results.push({ name: call.name, arguments: call.arguments, ok, output, elapsedMs });
      }
    }
    if (input.type === 'intent') {
      const { intent } = input;
      if (intent.type === 'decide') {
        const call = callOf(before, intent.callId);
        if (call !== undefined) {
          const { name, server, arguments: given } = call;
          decisions.push({ name, server, arguments: given, decision: intent.decision });
        }
      } else if (isSentAgain(intent)) {
        intents.push({ intent, nowMs: input.nowMs, afterReply: isSettled(before) });
      } else if (intent.type !== 'quit') leftOut += 1;
    }
    before = step.state;
    if (readyMs === undefined && before.connection.phase === 'ready') {
      readyMs = input.nowMs;
      startOptions = before.options;
    }
  }
  const startMs = readyMs ?? 0;
  const at = (nowMs: number): number =>
    Math.max(0, hasMicrophone ? clock.wavMsAt(nowMs) - clock.wavMsAt(startMs) : nowMs - startMs);
  return {
    options: startOptions,
    intents: intents.map(({ intent, nowMs, afterReply }, index) => {
      const atMs = at(nowMs);
      const earlier = intents[index - 1];
      return {
        intent,
        atMs,
        sinceMs: atMs - (earlier === undefined ? 0 : at(earlier.nowMs)),
        afterReply,
      };
    }),
    results,
    decisions,
    ...(hasMicrophone ? { microphoneFromMs: Math.max(0, clock.wavMsAt(startMs)) } : {}),
    leftOut,
  };
}

function callOf({ approval }: SessionState, callId: string): PendingCall | undefined {
  return approval.calls.find((call) => call.callId === callId);
}
