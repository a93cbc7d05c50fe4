import { atTime, changed } from './change-state.js';
import { saved } from './commands/save.js';
import { fileRead } from './commands/user-files.js';
import { toolFinished } from './tools/approval.js';
import { keepBudget } from './metrics/budget.js';
import { socketClosed, socketOpen, socketRefused } from './connection/connection.js';
import { partReported, start } from './connection/parts.js';
import { noteImage } from './connection/sent-images.js';
import { appendLog } from './log/event-log.js';
import { shortIdOf } from './log/summary.js';
import { followTurnFigures } from './log/turn-figures.js';
import type { Input } from './inputs.js';
import { imageRead } from './turn/image-turn.js';
import { markSent, voiceEnded } from './metrics/latency.js';
import { outageOf } from './connection/outage.js';
import { levelsReported } from './playback/levels.js';
import {
  flushed,
  lossFlushId,
  playbackLost,
  playbackRestored,
  played,
} from './playback/playback.js';
import { onServerEvent } from './server-events.js';
import type { SessionState } from './state.js';
import { chain, noEffects, type Step } from './step.js';
import { followTimeline } from './metrics/timeline.js';
import { addNotice } from './log/transcript.js';
import { heardMs, samplesToMs } from './units.js';
import { onIntent, whenReady } from './user-intents.js';
import { withWakes, woke } from './wakes.js';

/**
 * The session: an input turns a state into the next one and yields effects. Pure: the same inputs give the same states
 * and effects, live, in replay and in tests.
 */
export function update(before: SessionState, input: Input): Step {
  const step = advance(before, input);
  const next: Step = { state: followed(before, step.state, input), effects: step.effects };
  return withWakes(before, keepBudget(before, next));
}

function followed(before: SessionState, state: SessionState, input: Input): SessionState {
  return followTurnFigures(before, followTimeline(before, state, input));
}

function advance(before: SessionState, input: Input): Step {
  const state = atTime(before, input.nowMs);
  switch (input.type) {
    case 'part-opening':
    case 'part-open':
    case 'part-failed':
      return partReported(state, input);
    case 'woke':
      return woke(state, input.id);
    case 'start':
      return start(state);
    case 'socket-open':
      return socketOpen(state, input);
    case 'socket-refused':
      return socketRefused(state, input);
    case 'socket-closed':
      return socketClosed(state, input);
    case 'server': {
      const level =
        input.event.type === 'error'
          ? 'error'
          : input.event.type === 'warning'
            ? 'warning'
            : 'normal';
      const logged = appendLog(state, {
        direction: 'in',
        type: input.event.type,
        event: input.raw,
        bytes: input.bytes,
        level,
        audioMs: samplesToMs(input.audioSamples, state.options.outputRateHz),
      });
      // Late events of a lost connection are only logged.
      if (isCutOff(state)) return noEffects(logged);
      return chain(
        logged,
        (current) => onServerEvent(current, input),
        (current) => (state.connection.phase === 'ready' ? noEffects(current) : whenReady(current)),
      );
    }
    case 'unknown-event':
      return noEffects(
        appendLog(count(state, { unknownEvents: state.counters.unknownEvents + 1 }), {
          direction: 'in',
          type: input.name,
          event: input.raw,
          bytes: input.bytes,
        }),
      );
    case 'malformed-event':
      return noEffects(malformed(state, input));
    case 'sent': {
      const { type } = input.raw;
      const logged = appendLog(state, {
        direction: 'out',
        type: typeof type === 'string' ? type : '(no type)',
        event: input.raw,
        bytes: input.bytes,
        audioMs: samplesToMs(input.audio?.length ?? 0, state.options.inputRateHz),
      });
      return noEffects(
        input.audio
          ? appended(logged, input.audio.length, input)
          : noteImage(logged, input.raw, input.bytes),
      );
    }
    case 'not-sent':
      return noEffects(notSent(state, input));
    case 'append-dropped':
      return noEffects(appendDropped(state, input.samples, input.outage === true));
    case 'intent':
      return onIntent(state, input.intent);
    case 'played':
      return noEffects(played(state, input.runs, input.depthMs));
    case 'flushed': {
      const rate = state.options.outputRateHz;
      const cuts = input.items.map(
        (item) =>
          `heard ${heardMs(item.handedSamples, rate)} of ${heardMs(item.receivedSamples, rate)} ms · ${shortIdOf(item.itemId)}`,
      );
      const silencedMs = Math.round(input.silencedMs ?? 0);
      const how =
        input.flushId === lossFlushId ? 'lost with the speaker' : 'dropped by the speaker';
      const silenced = silencedMs === 0 ? [] : [`${silencedMs} ms ${how}`];
      const summary = [...cuts, ...silenced].join(', ');
      const logged = appendLog(state, {
        direction: 'local',
        type: 'playback.flushed',
        event: {},
        bytes: 0,
        summary,
      });
      return flushed(logged, input.flushId, input.items);
    }
    case 'audio-lost':
      return noEffects(
        addNotice(
          playbackLost(state, input.reason),
          'warning',
          `Audio lost (${input.what}): ${input.reason}. Restoring it.`,
        ),
      );
    case 'audio-restored':
      return noEffects(addNotice(playbackRestored(state), 'info', 'Audio is back.'));
    case 'audio-failed':
      return noEffects(
        addNotice(playbackLost(state, input.failure.sentence), 'error', input.failure.sentence),
      );
    case 'voice-ended':
      return noEffects(voiceEnded(state, input.agoMs));
    case 'input-ended':
      return noEffects(changed(state, { inputEnded: true }));
    case 'audio-health':
      return noEffects(changed(state, { playback: { ...state.playback, health: input.health } }));
    case 'audio-counters':
      return noEffects(
        count(state, {
          droppedCaptureFrames: input.droppedCaptureFrames,
          droppedPlaybackSamples: input.droppedPlaybackSamples,
          underruns: input.underruns,
          restarts: input.restarts,
        }),
      );
    case 'recording-trouble':
      return noEffects(addNotice(state, 'warning', input.sentence));
    case 'notice':
      return noEffects(addNotice(state, input.level, input.text));
    case 'tool-finished':
      return toolFinished(state, input);
    case 'image-read':
      return imageRead(state, input);
    case 'file-read':
      return fileRead(state, input);
    case 'saved':
      return noEffects(saved(state, input));
    case 'meters':
      return noEffects(levelsReported(state, input));
  }
}

function count(state: SessionState, change: Partial<SessionState['counters']>): SessionState {
  return changed(state, { counters: { ...state.counters, ...change } });
}

/** The connection is lost and the next one is not open yet. */
function isCutOff(state: SessionState): boolean {
  const { phase } = state.connection;
  return outageOf(state) !== undefined && (phase === 'reconnecting' || phase === 'connecting');
}

function notSent(
  state: SessionState,
  { event, reason }: Extract<Input, { type: 'not-sent' }>,
): SessionState {
  // After the end of the session unsent events do not matter.
  if (state.connection.phase === 'closed') return state;
  return addNotice(state, 'error', `Not sent: ${event}: ${reason}`);
}

function appendDropped(state: SessionState, samples: number, outage: boolean): SessionState {
  const counted = count(state, {
    droppedAppendSamples: state.counters.droppedAppendSamples + samples,
  });
  if (!outage) return counted;
  const lostMs = heardMs(samples, state.options.inputRateHz);
  const text = `Dropped ${lostMs} ms of microphone audio from the outage; the newest 2 s were kept.`;
  return addNotice(counted, 'warning', text);
}

function malformed(
  state: SessionState,
  input: Extract<Input, { type: 'malformed-event' }>,
): SessionState {
  const name = input.name ?? '(not an event)';
  const logged = appendLog(count(state, { malformedEvents: state.counters.malformedEvents + 1 }), {
    direction: 'in',
    type: name,
    event: input.raw ?? {},
    bytes: input.bytes,
    level: 'error',
    summary: input.reason,
  });
  // Shown once: a service that sends only garbage must not push the conversation off the screen.
  return state.counters.malformedEvents > 0
    ? logged
    : addNotice(logged, 'error', `Unexpected event from the service: ${name}: ${input.reason}`);
}

function appended(
  state: SessionState,
  samples: number,
  { preRoll, lateMs }: Extract<Input, { type: 'sent' }>,
): SessionState {
  const sent = markSent(state, samples, lateMs ?? 0);
  return sent.input.phase === 'capturing' && !preRoll
    ? changed(sent, { input: { ...sent.input, sentSamples: sent.input.sentSamples + samples } })
    : sent;
}
