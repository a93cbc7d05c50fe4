import { silenceDb } from './playback/levels.js';
import type { SessionOptions, SessionState, TokenCounts } from './state.js';

/** No tokens of any kind. */
export const noTokens: TokenCounts = {
  inputText: 0,
  inputAudio: 0,
  inputImage: 0,
  cachedText: 0,
  cachedAudio: 0,
  outputText: 0,
  outputAudio: 0,
  reasoning: 0,
};

/** The state of a session before anything happened. */
export function initialState(options: SessionOptions): SessionState {
  return {
    options,
    nowMs: 0,
    parts: {},
    connection: { phase: 'idle' },
    connectionStartsMs: [],
    asked: options.session,
    changes: [],
    differences: [],
    pendingIntents: [],
    awaited: [],
    input: { phase: 'idle' },
    inputEnded: false,
    response: {
      active: { phase: 'none' },
      queued: false,
      held: [],
      droppedHeld: 0,
      stale: [],
      withdrawn: [],
      finished: [],
      droppedLateDeltas: 0,
    },
    repeats: { toolRounds: 0, askedAgain: 0, losses: 0 },
    playback: {
      parts: [],
      nextFlushId: 1,
      microphoneMuted: false,
      speakerMuted: false,
      lost: undefined,
      microphoneDb: silenceDb,
      speakerDb: silenceDb,
      levelsAtMs: undefined,
    },
    approval: { calls: [], granted: [] },
    transcript: [],
    transcriptDropped: 0,
    log: [],
    logDropped: 0,
    usage: { responses: 0, total: noTokens, costUsd: 0, priced: false },
    latency: {
      current: {},
      answerMs: [],
      responses: [],
      sentAudio: [],
      sentAudioMs: 0,
      sentEarlierMs: 0,
    },
    spans: [],
    remote: {
      items: [],
      withdrawn: [],
      servers: [],
      rateLimits: [],
      avatar: { phase: 'none' },
      outputBuffer: 'unknown',
    },
    mouths: [],
    counters: {
      unknownEvents: 0,
      malformedEvents: 0,
      droppedAppendSamples: 0,
      droppedCaptureFrames: 0,
      droppedPlaybackSamples: 0,
      underruns: 0,
      restarts: 0,
    },
    nextNumber: 1,
    nextLogSequence: 1,
  };
}
