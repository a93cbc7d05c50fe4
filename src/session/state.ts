import type {
  ClientEvent,
  RequestSession,
  ResponseSession,
  Voice,
} from '../protocol/generated/types.js';
import type { JsonObject } from '../shared/json.js';
import type { ConnectionState } from './connection/connection-state.js';
import type { Intent, PartName, SoundHealth } from './inputs.js';
import type { PriceTable } from './metrics/prices.js';
import type { LevelCell } from './playback/level-cells.js';
import type { MouthTrack, RemoteState } from './tools/remote-state.js';
import type { ToolId } from './tools/tool-name.js';
import type { SpeakingSpan } from './metrics/timeline-state.js';

/**
 * The options of a session at its start. What is known only once a part is open (the recording, the microphone, text
 * mode without sound) changes with the input that reports the part.
 */
export interface SessionOptions {
  /** Endpoint or emulator, for the user; no secrets. */
  readonly target: string;
  readonly emulated: boolean;
  readonly model: string;
  /** `text`: no audio at all; `push-to-talk`: turns by key; `hands-free`: the service detects turns. */
  readonly mode: 'hands-free' | 'push-to-talk' | 'text';
  /** Sent as `session.update` when the session is created. */
  readonly session: RequestSession;
  readonly inputRateHz: number;
  readonly outputRateHz: number;
  /** Function tools that this program can run. */
  readonly runnableTools: readonly string[];
  /** `ask` waits for the user; a list approves the tools that it covers and asks for the others. */
  readonly approve: 'ask' | 'never' | 'always' | readonly string[];
  /** False when nobody can answer an approval: calls that need one are denied. */
  readonly canAsk: boolean;
  readonly recordingPath?: string;
  /** The microphone is muted while the assistant speaks. */
  readonly halfDuplex?: true;
  /** The session ends when its estimated cost passes this many US dollars. */
  readonly maxCostUsd?: number;
  /** Prices of `--prices`; the built-in ones when absent. */
  readonly prices?: PriceTable;
  /** Delay from speaker to microphone, milliseconds, if it was measured. */
  readonly echoRoundTripMs?: number;
  /** There is no microphone: turns are typed in every mode. */
  readonly noMicrophone?: true;
  /** Push-to-talk keeps listening this long after its key is released, milliseconds. */
  readonly hangOverMs?: number;
  /** Tries to reconnect in a row before the session is given up; 5 when absent. */
  readonly maxRetries?: number;
  /** Requests for the answer to tool calls that one turn may lead to; 20 when absent. */
  readonly maxToolRounds?: number;
  /** The session fails when it has not ended this long after it began to connect. */
  readonly timeoutMs?: number;
  /** Wall clock when the session's clock was 0, in milliseconds since 1970; absent if unknown. */
  readonly startedAtMs?: number;
  /** An agent answers: it has its own model and instructions. */
  readonly agent?: true;
  /** What the API description does not allow is sent all the same. */
  readonly unchecked?: true;
  /** Options that go out with `session` and are not read by this program. */
  readonly uncheckedSession?: JsonObject;
}

/** What the user is saying. */
export type InputState =
  | { readonly phase: 'idle' }
  | {
      readonly phase: 'capturing';
      readonly by: 'key' | 'detection';
      readonly sinceMs: number;
      readonly sentSamples: number;
      /** When the key was released; the turn is sent after the hang-over, unless the key is pressed again. */
      readonly releasedMs?: number | undefined;
    }
  | { readonly phase: 'committing'; readonly eventId: string };

/** What the session asks of the service by itself, and how often it did. */
export interface RepeatState {
  /** Requests for the answer to tool calls since the user's last turn; one more than allowed once that was said. */
  readonly toolRounds: number;
  /** How often the user's last turn was asked again because the connection was lost. */
  readonly askedAgain: number;
  /** Losses of the connection in a row, without a turn between them that was answered. */
  readonly losses: number;
}

/** The one response that may be active, and the next one asked for. */
export interface ResponseState {
  readonly active:
    | { readonly phase: 'none' }
    /** Asked for, not yet created; `cancelled`: to be cancelled as soon as it has an id. */
    | {
        readonly phase: 'requested';
        readonly eventId: string;
        readonly cancelled: boolean;
        /** Its turn is asked again. */
        readonly withdrawn?: true;
      }
    | { readonly phase: 'active'; readonly id: string }
    | { readonly phase: 'cancelling'; readonly id: string; readonly eventId?: string };
  /** A response.create to send as soon as nothing is active. */
  readonly queued: boolean;
  /** Client events held back until the active response is done, e.g. tool outputs and item deletions. */
  readonly held: readonly ClientEvent[];
  /** Events that were not sent because too many were held back. */
  readonly droppedHeld: number;
  /** Responses whose late deltas are dropped; bounded. */
  readonly stale: readonly string[];
  /** Responses whose turn is asked again: their items are deleted; bounded. */
  readonly withdrawn: readonly string[];
  /** Responses that are done: what is repeated about them changes nothing; bounded. */
  readonly finished: readonly string[];
  readonly droppedLateDeltas: number;
}

export interface PlayingPart {
  readonly itemId: string;
  readonly contentIndex: number;
  readonly responseId: string;
  readonly receivedSamples: number;
  readonly handedSamples: number;
  readonly complete: boolean;
  /** It came over an earlier connection: the service now has only its text, which cannot be truncated. */
  readonly earlier?: true;
}

export interface PlaybackState {
  /** Parts not yet fully handed to the device, oldest first. */
  readonly parts: readonly PlayingPart[];
  /** A flush sent to the device; its answer says what was heard. */
  readonly flushing?: { readonly flushId: number; readonly truncate: boolean } | undefined;
  readonly nextFlushId: number;
  readonly microphoneMuted: boolean;
  readonly speakerMuted: boolean;
  /** Why there is no sound at the moment. */
  readonly lost?: string | undefined;
  /** Health of the sound, as last reported. */
  readonly health?: SoundHealth | undefined;
}

/** How much of an assistant's item was heard, once that is settled by an interruption. */
export interface HeardProof {
  readonly heardMs: number;
  readonly receivedMs: number;
  /** What the service reported in `conversation.item.truncated`. */
  readonly confirmedMs?: number;
  readonly deleted: boolean;
}

/** A word of a reply and when it is heard, from the start of the item's audio. */
export interface SpokenWord {
  readonly offsetMs: number;
  readonly durationMs: number;
  readonly text: string;
}

/** A run of characters of a text, in UTF-16 units. */
export interface TextRange {
  readonly start: number;
  readonly end: number;
}

export type TranscriptEntry = { readonly key: string; readonly atMs: number } & (
  | {
      readonly kind: 'user';
      readonly itemId: string;
      readonly text: string;
      /** `speaking` until committed, `transcribing` until the text is final. */
      readonly phase: 'speaking' | 'transcribing' | 'final';
      readonly typed: boolean;
      /** The text describes what has no words: an image, or speech that was not transcribed. */
      readonly wordless?: true;
      /** Size of the event with its image, which the link to the service keeps to send it again. */
      readonly imageBytes?: number;
      /** The item is no longer part of the conversation. */
      readonly deleted?: true;
      /** The session ended before it could be sent. */
      readonly unsent?: true;
    }
  | {
      readonly kind: 'assistant';
      readonly itemId: string;
      readonly responseId: string;
      readonly text: string;
      readonly final: boolean;
      readonly audioSamples: number;
      readonly playedSamples: number;
      readonly cut?: HeardProof;
      /** It was cancelled while its text was being written. */
      readonly cancelled?: true;
      /** Words with their times, when the session asks for `output_audio_timestamp_types`; bounded. */
      readonly words?: readonly SpokenWord[];
      /** The word that the speaker plays now. */
      readonly spoken?: TextRange | undefined;
      /** Sources and other remarks, numbered from 1 where they are shown; bounded. */
      readonly annotations?: readonly string[];
      /** The connection was lost before any of it was heard: it is requested again. */
      readonly lost?: true;
      /** From the end of the user's turn to the first sound or text of this reply. */
      readonly answerMs?: number;
      readonly costUsd?: number;
      /** The item is no longer part of the conversation. */
      readonly deleted?: true;
    }
  | {
      readonly kind: 'tool';
      /** Id of the call; of the item where the service makes the call itself. */
      readonly callId: string;
      /** Item id of the MCP approval request about this call. */
      readonly approvalId?: string;
      readonly name: string;
      /** The MCP server that has the tool. */
      readonly server?: string;
      /** The service makes the call itself (MCP, search, agent), not this program. */
      readonly remote?: boolean;
      readonly arguments: string;
      /** `expired`: the user was asked, and the connection or the session ended before an answer. */
      readonly phase:
        'streaming' | 'waiting' | 'running' | 'done' | 'failed' | 'denied' | 'expired';
      readonly output?: string;
      readonly elapsedMs?: number;
      /** Of the response that made the call. */
      readonly costUsd?: number;
      /** The connection was lost before it was answered: the conversation continues without it. */
      readonly lost?: true;
    }
  | {
      readonly kind: 'notice';
      readonly level: 'info' | 'warning' | 'error';
      readonly text: string;
      /** It shows this system message of the conversation. */
      readonly system?: { readonly itemId: string; readonly text: string };
      /** That message is no longer part of the conversation. */
      readonly deleted?: true;
    }
);

export interface LogEntry {
  readonly sequence: number;
  readonly atMs: number;
  readonly direction: 'in' | 'out' | 'local';
  readonly type: string;
  /** Its summary, where that does not follow from the rest: `entrySummary` gives that of every line. */
  readonly summary?: string | undefined;
  readonly bytes: number;
  /** Deltas of one kind and item fold into one line. */
  readonly count: number;
  /** Duration of the audio in the line's events. */
  readonly audioMs?: number | undefined;
  /** Text of the line's deltas together; bounded. */
  readonly text?: string | undefined;
  readonly level: 'normal' | 'warning' | 'error';
  /** The (last) event, payloads elided. */
  readonly event: JsonObject;
}

/** Token counts as the service bills them; text and audio include cached, reasoning is part of output text. */
export interface TokenCounts {
  readonly inputText: number;
  readonly inputAudio: number;
  readonly inputImage: number;
  readonly cachedText: number;
  readonly cachedAudio: number;
  readonly outputText: number;
  readonly outputAudio: number;
  readonly reasoning: number;
}

export interface UsageState {
  readonly responses: number;
  readonly total: TokenCounts;
  readonly last?: TokenCounts;
  /** The response before the last. */
  readonly before?: TokenCounts;
  readonly costUsd: number;
  /** False when a model is not in the price table: then no cost is shown. */
  readonly priced: boolean;
}

/** Session-clock times of one turn; what is absent did not happen (yet). */
export interface TurnMarks {
  readonly speechStoppedMs?: number;
  /** When the last sample of the speech was spoken. */
  readonly speechEndMs?: number;
  /** The end of the silence that the service waited for: its `audio_end_ms`. */
  readonly waitedMs?: number;
  readonly typedMs?: number;
  readonly committedMs?: number;
  readonly requestedMs?: number;
  readonly createdMs?: number;
  /** The first tool call was complete. */
  readonly toolCallMs?: number;
  /** The last tool call was over, and the model was asked for the answer. */
  readonly toolDoneMs?: number;
  readonly firstTextMs?: number;
  readonly firstAudioMs?: number;
  readonly firstHeardMs?: number;
}

/** The end of an append: [ms of audio sent, session clock]. */
export type SentAudio = readonly [audioMs: number, atMs: number];

export interface LatencyState {
  readonly current: TurnMarks;
  /** The last turn that was answered. */
  readonly last?: TurnMarks | undefined;
  /** End of turn to first sound (or first text in text mode) of the answered turns, newest last; bounded. */
  readonly answerMs: readonly number[];
  /** The responses that the current turn led to; bounded. What earlier ones still bring is no answer to it. */
  readonly responses: readonly string[];
  /** When the input audio was spoken, oldest first; bounded. */
  readonly sentAudio: readonly SentAudio[];
  /** The newest of it, which is not in the list above yet. */
  readonly sentLately?: readonly SentAudio[] | undefined;
  readonly sentAudioMs: number;
  /** Of that, what was sent over connections that are gone: the service's count restarts with each. */
  readonly sentEarlierMs: number;
  /** When the microphone's last voice ended, by its samples; as of the last `speech_stopped`. */
  readonly voiceEndMs?: number | undefined;
}

export interface PendingCall {
  readonly kind: 'function' | 'mcp';
  /** The call's id, or the approval request's item id for MCP. */
  readonly callId: string;
  readonly name: string;
  readonly server?: string;
  readonly arguments: string;
  readonly responseId: string;
  readonly phase: 'waiting' | 'running' | 'answered';
}

export interface ApprovalState {
  /** Calls not finished, in the order they came; the first `waiting` one is the question. */
  readonly calls: readonly PendingCall[];
  /** Tools approved for the session by the user. */
  readonly granted: readonly ToolId[];
}

/** A sent event whose answer is still to come. */
export interface AwaitedAnswer {
  readonly eventId: string;
  /** Type of the event that answers it; an `error` with the event id does, too. */
  readonly type: string;
}

/** What can be more than a session keeps. */
export type Overflow =
  | 'parts of replies'
  | 'characters of entries'
  | 'annotations'
  | 'timed words'
  | 'mouth positions'
  | 'listed items'
  | 'MCP servers';

/** Options of the session that were changed by hand; the service has not answered yet. */
export interface SessionChange {
  readonly eventId: string;
  readonly session: RequestSession;
  /** What was asked for before. */
  readonly askedBefore: RequestSession;
}

export interface SessionState {
  readonly options: SessionOptions;
  readonly nowMs: number;
  /** The session's parts, as far as they were announced. */
  readonly parts: Readonly<Partial<Record<PartName, 'opening' | 'open' | 'closed' | 'failed'>>>;
  readonly connection: ConnectionState;
  /** When the newest connections were started: as many as count for the limit of connections a minute. */
  readonly connectionStartsMs: readonly number[];
  /** Under which the service knows the newest connection; absent where it does not say. */
  readonly requestId?: string | undefined;
  /** As the service last reported it. */
  readonly reportedSession?: ResponseSession | undefined;
  /** The newest requested value of each option. */
  readonly asked: RequestSession;
  /** Changes that the service has not answered, oldest first; bounded. */
  readonly changes: readonly SessionChange[];
  /** The model of every further connection, once `/model` has changed it. */
  readonly chosenModel?: string | undefined;
  /** A voice that the service refused because it had spoken already: asked for again, it gets a new session. */
  readonly refusedVoice?: Voice | undefined;
  /** The model that was asked for while a turn was under way: asked for again, it is changed. */
  readonly unconfirmedModel?: string | undefined;
  /** Options that the service applied differently from the request, a line each. */
  readonly differences: readonly string[];
  /** Intents from before the session was ready, done when it is; bounded. */
  readonly pendingIntents: readonly Intent[];
  /** How much of each did not fit; absent where all did. */
  readonly overflows?: Readonly<Partial<Record<Overflow, number>>> | undefined;
  readonly awaited: readonly AwaitedAnswer[];
  readonly input: InputState;
  /** The file used as the microphone has ended. */
  readonly inputEnded: boolean;
  readonly response: ResponseState;
  readonly repeats: RepeatState;
  readonly playback: PlaybackState;
  readonly approval: ApprovalState;
  readonly transcript: readonly TranscriptEntry[];
  /** Entries forgotten because the transcript is bounded. */
  readonly transcriptDropped: number;
  readonly log: readonly LogEntry[];
  readonly logDropped: number;
  readonly usage: UsageState;
  readonly latency: LatencyState;
  /** Who spoke when, oldest first; bounded. */
  readonly spans: readonly SpeakingSpan[];
  /** How loud it was when, oldest first, without silence; bounded. */
  readonly levels: readonly LevelCell[];
  readonly remote: RemoteState;
  /** Tracks of the newest items that have any. */
  readonly mouths: readonly MouthTrack[];
  readonly counters: {
    readonly unknownEvents: number;
    readonly malformedEvents: number;
    readonly droppedAppendSamples: number;
    readonly droppedCaptureFrames: number;
    readonly droppedPlaybackSamples: number;
    readonly underruns: number;
    readonly restarts: number;
  };
  /** Numbers the events, items and transcript entries that this side makes. */
  readonly nextNumber: number;
  readonly nextLogSequence: number;
}
