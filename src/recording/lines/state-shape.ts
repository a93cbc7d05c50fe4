import type { RateLimit, ResponseSession, Voice } from '../../protocol/generated/types.js';
import type { ConnectionState, Outage } from '../../session/connection/connection-state.js';
import type { SpeakingSpan } from '../../session/metrics/timeline-state.js';
import type {
  ApprovalState,
  InputState,
  LatencyState,
  LogEntry,
  PlaybackState,
  ResponseState,
  SessionState,
  TranscriptEntry,
  UsageState,
} from '../../session/state.js';
import type { RemoteState } from '../../session/tools/remote-state.js';
import {
  boolean,
  exactly,
  foreign,
  json,
  list,
  maybe,
  number,
  object,
  oneOf,
  optional,
  pair,
  required,
  string,
  variants,
} from '../../validation/build-shape.js';
import { sessionOptions } from './header-shape.js';
import { intentShape } from './intent-shapes.js';
import { clientEvent, failure, flag, requestSession, soundHealth } from './part-shapes.js';

const none = object({});
const numbers = required(list(number));
const strings = required(list(string));

const part = optional(oneOf('opening', 'open', 'closed', 'failed'));

const outage = exactly<Outage>()(
  object({
    failures: required(number),
    sinceMs: required(number),
    reason: required(string),
    unanswered: required(boolean),
    renewal: optional(
      object({
        previousModel: optional(string),
        change: optional(string),
        limitMinutes: optional(number),
      }),
    ),
  }),
);
const attempt = { attempt: required(number) };
const attemptInOutage = { ...attempt, outage: optional(outage) };

const connection = exactly<ConnectionState>()(
  variants(
    'phase',
    {
      idle: none,
      'waiting-for-parts': none,
      connecting: object(attemptInOutage),
      opening: object(attemptInOutage),
      configuring: object({ ...attemptInOutage, basic: optional(flag) }),
      ready: object({
        ...attempt,
        sinceMs: required(number),
        expired: optional(flag),
        renewal: optional(oneOf('due', 'overdue')),
      }),
      reconnecting: object({ ...attempt, outage: required(outage) }),
      closed: object({ failure: optional(failure) }),
    },
    {},
  ),
);

const input = exactly<InputState>()(
  variants(
    'phase',
    {
      idle: none,
      capturing: object({
        by: required(oneOf('key', 'detection')),
        sinceMs: required(number),
        sentSamples: required(number),
        releasedMs: maybe(number),
      }),
      committing: object({ eventId: required(string) }),
    },
    {},
  ),
);

const response = exactly<ResponseState>()(
  object({
    active: required(
      variants(
        'phase',
        {
          none,
          requested: object({
            eventId: required(string),
            cancelled: required(boolean),
            withdrawn: optional(flag),
          }),
          active: object({ id: required(string) }),
          cancelling: object({ id: required(string), eventId: optional(string) }),
        },
        {},
      ),
    ),
    queued: required(boolean),
    held: required(list(clientEvent)),
    droppedHeld: required(number),
    stale: strings,
    withdrawn: strings,
    finished: strings,
    droppedLateDeltas: required(number),
  }),
);

const playback = exactly<PlaybackState>()(
  object({
    parts: required(
      list(
        object({
          itemId: required(string),
          contentIndex: required(number),
          responseId: required(string),
          receivedSamples: required(number),
          handedSamples: required(number),
          complete: required(boolean),
          earlier: optional(flag),
        }),
      ),
    ),
    flushing: maybe(object({ flushId: required(number), truncate: required(boolean) })),
    nextFlushId: required(number),
    microphoneMuted: required(boolean),
    speakerMuted: required(boolean),
    lost: maybe(string),
    health: maybe(soundHealth),
  }),
);

const approval = exactly<ApprovalState>()(
  object({
    calls: required(
      list(
        object({
          kind: required(oneOf('function', 'mcp')),
          callId: required(string),
          name: required(string),
          server: optional(string),
          arguments: required(string),
          responseId: required(string),
          phase: required(oneOf('waiting', 'running', 'answered')),
        }),
      ),
    ),
    granted: required(list(object({ name: required(string), server: maybe(string) }))),
  }),
);

const transcriptEntry = exactly<TranscriptEntry>()(
  variants(
    'kind',
    {
      user: object({
        itemId: required(string),
        text: required(string),
        phase: required(oneOf('speaking', 'transcribing', 'final')),
        typed: required(boolean),
        wordless: optional(flag),
        imageBytes: optional(number),
        deleted: optional(flag),
        unsent: optional(flag),
      }),
      assistant: object({
        itemId: required(string),
        responseId: required(string),
        text: required(string),
        final: required(boolean),
        audioSamples: required(number),
        playedSamples: required(number),
        cut: optional(
          object({
            heardMs: required(number),
            receivedMs: required(number),
            confirmedMs: optional(number),
            deleted: required(boolean),
          }),
        ),
        cancelled: optional(flag),
        words: optional(
          list(
            object({
              offsetMs: required(number),
              durationMs: required(number),
              text: required(string),
            }),
          ),
        ),
        spoken: maybe(object({ start: required(number), end: required(number) })),
        annotations: optional(list(string)),
        lost: optional(flag),
        answerMs: optional(number),
        costUsd: optional(number),
        deleted: optional(flag),
      }),
      tool: object({
        callId: required(string),
        approvalId: optional(string),
        name: required(string),
        server: optional(string),
        remote: optional(boolean),
        arguments: required(string),
        phase: required(
          oneOf('streaming', 'waiting', 'running', 'done', 'failed', 'denied', 'expired'),
        ),
        output: optional(string),
        elapsedMs: optional(number),
        costUsd: optional(number),
        lost: optional(flag),
      }),
      notice: object({
        level: required(oneOf('info', 'warning', 'error')),
        text: required(string),
        system: optional(object({ itemId: required(string), text: required(string) })),
        deleted: optional(flag),
      }),
    },
    { key: required(string), atMs: required(number) },
  ),
);

const logEntry = exactly<LogEntry>()(
  object({
    sequence: required(number),
    atMs: required(number),
    direction: required(oneOf('in', 'out', 'local')),
    type: required(string),
    summary: maybe(string),
    bytes: required(number),
    count: required(number),
    audioMs: maybe(number),
    text: maybe(string),
    level: required(oneOf('normal', 'warning', 'error')),
    event: required(json),
  }),
);

const tokens = object({
  inputText: required(number),
  inputAudio: required(number),
  inputImage: required(number),
  cachedText: required(number),
  cachedAudio: required(number),
  outputText: required(number),
  outputAudio: required(number),
  reasoning: required(number),
});

const usage = exactly<UsageState>()(
  object({
    responses: required(number),
    total: required(tokens),
    last: optional(tokens),
    before: optional(tokens),
    costUsd: required(number),
    priced: required(boolean),
  }),
);

const turnMarks = object({
  speechStoppedMs: optional(number),
  speechEndMs: optional(number),
  waitedMs: optional(number),
  typedMs: optional(number),
  committedMs: optional(number),
  requestedMs: optional(number),
  createdMs: optional(number),
  toolCallMs: optional(number),
  toolDoneMs: optional(number),
  firstTextMs: optional(number),
  firstAudioMs: optional(number),
  firstHeardMs: optional(number),
});

const latency = exactly<LatencyState>()(
  object({
    current: required(turnMarks),
    last: maybe(turnMarks),
    answerMs: numbers,
    responses: strings,
    sentAudio: required(list(pair(number))),
    sentLately: maybe(list(pair(number))),
    sentAudioMs: required(number),
    sentEarlierMs: required(number),
    voiceEndMs: maybe(number),
  }),
);

const span = exactly<SpeakingSpan>()(
  object({
    side: required(oneOf('user', 'assistant')),
    itemId: maybe(string),
    startMs: required(number),
    endMs: optional(number),
    cut: required(boolean),
  }),
);

const remote = exactly<RemoteState>()(
  object({
    items: required(
      list(object({ id: required(string), type: required(string), summary: required(string) })),
    ),
    withdrawn: strings,
    servers: required(
      list(
        object({
          itemId: required(string),
          label: optional(string),
          tools: strings,
          phase: required(oneOf('listing', 'ready', 'failed')),
        }),
      ),
    ),
    rateLimits: required(list(foreign<RateLimit>('RateLimit'))),
    avatar: required(object({ phase: required(oneOf('none', 'connecting', 'idle', 'speaking')) })),
    outputBuffer: required(oneOf('unknown', 'playing', 'stopped', 'cleared')),
  }),
);

/** A whole session state, with which a recording begins that was started in the middle of a session. */
export const stateShape = exactly<SessionState>()(
  object({
    options: required(sessionOptions),
    nowMs: required(number),
    parts: required(object({ sound: part, transport: part, recording: part })),
    connection: required(connection),
    connectionStartsMs: numbers,
    requestId: maybe(string),
    reportedSession: maybe(foreign<ResponseSession>('ResponseSession')),
    asked: required(requestSession),
    changes: required(
      list(
        object({
          eventId: required(string),
          session: required(requestSession),
          askedBefore: required(requestSession),
        }),
      ),
    ),
    chosenModel: maybe(string),
    refusedVoice: maybe(foreign<Voice>('Voice')),
    unconfirmedModel: maybe(string),
    differences: strings,
    pendingIntents: required(list(intentShape)),
    overflows: maybe(
      object({
        'parts of replies': optional(number),
        'characters of entries': optional(number),
        annotations: optional(number),
        'timed words': optional(number),
        'mouth positions': optional(number),
        'listed items': optional(number),
        'MCP servers': optional(number),
      }),
    ),
    awaited: required(list(object({ eventId: required(string), type: required(string) }))),
    input: required(input),
    inputEnded: required(boolean),
    response: required(response),
    repeats: required(
      object({
        toolRounds: required(number),
        askedAgain: required(number),
        losses: required(number),
      }),
    ),
    playback: required(playback),
    approval: required(approval),
    transcript: required(list(transcriptEntry)),
    transcriptDropped: required(number),
    log: required(list(logEntry)),
    logDropped: required(number),
    usage: required(usage),
    latency: required(latency),
    spans: required(list(span)),
    levels: required(
      list(
        object({
          cell: required(number),
          microphoneDb: required(number),
          speakerDb: required(number),
        }),
      ),
    ),
    remote: required(remote),
    mouths: required(
      list(
        object({
          itemId: required(string),
          visemes: required(list(pair(number))),
          jaw: numbers,
        }),
      ),
    ),
    counters: required(
      object({
        unknownEvents: required(number),
        malformedEvents: required(number),
        droppedAppendSamples: required(number),
        droppedCaptureFrames: required(number),
        droppedPlaybackSamples: required(number),
        underruns: required(number),
        restarts: required(number),
      }),
    ),
    nextNumber: required(number),
    nextLogSequence: required(number),
  }),
);
