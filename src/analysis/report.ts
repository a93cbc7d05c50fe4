import type { JsonObject } from '../shared/json.js';
import type { TokenCounts } from '../session/state.js';

/**
 * What one recording says about its session: the JSON of `voicelive inspect --json`, and what the page and the exports
 * are made of. All times (`…Ms` that are moments) are milliseconds on the recording's clock, which is that of its WAV: 0
 * is the first sample. What happened before the recording was open has a negative time. Optional fields are absent where
 * the recording does not tell.
 */
export interface RecordingReport {
  /** Folder of the recording, as it was named. */
  readonly path: string;
  /** What was found of the recording. */
  readonly sources: Sources;
  /** Sentences on what is missing or damaged, and what was used instead. */
  readonly notes: readonly string[];
  readonly session: SessionFacts;
  readonly figures: Figures;
  readonly turns: readonly Turn[];
  /** What was said, typed, shown or called, in the order of the conversation. */
  readonly items: readonly Item[];
  readonly interruptions: readonly Interruption[];
  readonly toolCalls: readonly ToolCall[];
  readonly responses: readonly ResponseCost[];
  /** Silent stretches inside replies. */
  readonly gaps: readonly Gap[];
  /** Errors and warnings of the service and of the program. */
  readonly problems: readonly ReportedProblem[];
  readonly reconnections: readonly Reconnection[];
  readonly options: OptionComparison;
  readonly audioHealth?: AudioHealth;
  /** Measured from the samples; absent without a WAV. */
  readonly sound?: SoundReport;
  /** Where the figures from events and those from samples differ by more than 20 ms, greatest first. */
  readonly disagreements: readonly Disagreement[];
}

export interface Sources {
  /** `events.jsonl` was there and could be read. */
  readonly log: boolean;
  /** `session.wav` was there and could be read. */
  readonly sound: boolean;
  /** The log has the end of the session; without it the session still runs or its program was killed. */
  readonly ended: boolean;
  /** Inputs of the session core that the log holds. */
  readonly inputs: number;
  /** Lines that are not JSON. */
  readonly tornLines: number;
  /** Lines that this version does not know. */
  readonly skippedLines: number;
  /** Lines that the recorder lost to a full or failing disk. */
  readonly lostLines: number;
}

export interface SessionFacts {
  /** Version of the program that recorded it. */
  readonly program?: string;
  /** ISO 8601, UTC. */
  readonly startedAt?: string;
  /** Endpoint, or `emulator`. */
  readonly target?: string;
  readonly model?: string;
  readonly mode?: 'hands-free' | 'push-to-talk' | 'text';
  /** From the first to the last moment that the recording has. */
  readonly durationMs: number;
  /** Why the session ended, when it failed. */
  readonly failure?: string;
}

/** The figures of a session; the same names in `--fail-if` (see docs/inspect.md). */
export interface Figures {
  /** Turns of the user. */
  readonly turns: number;
  readonly answeredTurns: number;
  readonly responses: number;
  readonly toolCalls: number;
  readonly failedToolCalls: number;
  readonly interruptions: number;
  /** Interruptions by a short sound without words. */
  readonly falseStops: number;
  readonly errors: number;
  readonly warnings: number;
  readonly reconnections: number;
  /** From the end of the user's turn to the first sound of the answer; in text mode, to its first text. */
  readonly latency: TwoSources;
  /** From the start of the user's speech to the silence of the reply that it interrupted. */
  readonly timeToYield: TwoSources;
  readonly talkOver: { readonly events?: TotalTime; readonly samples?: TotalTime };
  /** Silent stretches of at least 250 ms inside replies, from the samples. */
  readonly gaps: TotalTime;
  /** Silence in replies that was not in their audio: it came too late. */
  readonly insertedSilence: TotalTime;
  readonly tokens: TokenCounts;
  /** Estimate, in US dollars; absent for a model without a known price. */
  readonly costUsd?: number;
}

/** The same figure from two independent sources. */
export interface TwoSources {
  /** From the event log. */
  readonly events?: Distribution;
  /** Measured from the samples of the WAV. */
  readonly samples?: Distribution;
}

/** Milliseconds; percentiles are nearest ranks, and absent where there are too few values for them. */
export interface Distribution {
  readonly count: number;
  readonly minMs: number;
  readonly meanMs: number;
  readonly p50Ms: number;
  /** From 10 values on. */
  readonly p90Ms?: number;
  /** From 20 values on. */
  readonly p95Ms?: number;
  /** From 100 values on. */
  readonly p99Ms?: number;
  readonly maxMs: number;
}

export interface TotalTime {
  readonly count: number;
  readonly totalMs: number;
  readonly longestMs: number;
}

/** One turn of the user and what answered it. */
export interface Turn {
  /** From 1. */
  readonly number: number;
  /** `unprompted`: a response that no turn of the user asked for. */
  readonly kind: 'spoken' | 'typed' | 'unprompted';
  /** The user's items of the turn. */
  readonly itemIds: readonly string[];
  readonly responseIds: readonly string[];
  /** End of the user's turn. */
  readonly endMs?: number;
  /** When the first sound of the answer was heard; in text mode, when its first text came. */
  readonly answeredMs?: number;
  readonly latency: {
    /** As the screen showed it. */
    readonly eventsMs?: number;
    /** From the end of voice on the left channel to the start of voice on the right. */
    readonly samplesMs?: number;
  };
  /** The moment from which `parts` count, such as `end of speech`. */
  readonly partsFrom?: string;
  /** The steps of `latency.eventsMs`; they add up to it. */
  readonly parts: readonly LatencyPart[];
  /** Silence at the start of the answer's audio. */
  readonly leadingSilenceMs?: number;
  readonly costUsd: number;
}

export interface LatencyPart {
  /** The moment that was reached, such as `VAD`, `created` or `first audio`. */
  readonly name: string;
  /** Since the moment before. */
  readonly ms: number;
}

/** Something in the conversation that has words. */
export interface Item {
  readonly id: string;
  readonly speaker: 'user' | 'assistant';
  readonly text: string;
  /** Typed, not spoken. */
  readonly typed: boolean;
  /** The text only describes it: an image, or speech without a transcription. */
  readonly wordless: boolean;
  readonly responseId?: string;
  /** When it was spoken and heard; of a typed item, when it was sent. */
  readonly startMs: number;
  readonly endMs: number;
  /** Audio of the item that came from the service. */
  readonly receivedMs?: number;
  /** Of that, what was handed to the speaker. */
  readonly heardMs?: number;
  /** It was cut off by an interruption. */
  readonly interrupted: boolean;
  /** It is no longer part of the conversation. */
  readonly deleted: boolean;
  /** Where the item's audio is in the WAV: more than one stretch where silence lies between them. */
  readonly audio: readonly AudioStretch[];
  readonly words: readonly Word[];
}

export interface AudioStretch {
  /** Position in the item's own audio. */
  readonly fromMs: number;
  readonly startMs: number;
  readonly endMs: number;
}

export interface Word {
  readonly text: string;
  /** Absent for a word that was not heard. */
  readonly startMs?: number;
  readonly endMs?: number;
  /** The times were spread over the item's audio by the length of the words; else they are the service's. */
  readonly estimated: boolean;
}

export interface Interruption {
  /** When the user began to speak, pressed the key or typed. */
  readonly atMs: number;
  /** `speech`: the service heard the user; `user`: a key, a command or a typed turn; `service`: it cancelled the response. */
  readonly cause: 'speech' | 'user' | 'service' | 'device lost';
  /** The reply that was cut. */
  readonly itemId: string;
  readonly heardMs: number;
  readonly receivedMs: number;
  /** Where the service says that it truncated the item. */
  readonly confirmedMs?: number;
  /** Nothing of it was heard: it was deleted. */
  readonly deleted: boolean;
  readonly heardText: string;
  readonly unheardText: string;
  /** The two texts were split by the share of the audio; else by the service's word times. */
  readonly estimated: boolean;
  readonly timeToYield: { readonly eventsMs?: number; readonly samplesMs?: number };
  /** How long the user's sound was that interrupted; by the samples where there are some, else by the events. */
  readonly soundMs?: number;
  /** What the user said. */
  readonly userText?: string;
  /** The sound was shorter than 600 ms and had no words: a cough, or "mhm". */
  readonly falseStop: boolean;
}

export interface ToolCall {
  readonly callId: string;
  readonly name: string;
  /** The MCP server that has the tool. */
  readonly server?: string;
  /** Run by the service, not by the program. */
  readonly remote: boolean;
  /** As the model wrote them. */
  readonly arguments: string;
  readonly output?: string;
  readonly outcome: 'streaming' | 'waiting' | 'running' | 'done' | 'failed' | 'denied' | 'expired';
  /** When the model began to write the call. */
  readonly startMs: number;
  /** When its outcome was known. */
  readonly endMs?: number;
  /** How long the tool itself ran. */
  readonly ranMs?: number;
}

export interface ResponseCost {
  readonly id: string;
  readonly status: string;
  readonly endMs: number;
  readonly tokens: TokenCounts;
  /** Estimate; absent for a model without a known price. */
  readonly costUsd?: number;
}

export interface Gap {
  readonly startMs: number;
  readonly endMs: number;
  readonly itemId: string;
  /** How much of it was not in the reply's audio: the audio came too late. */
  readonly insertedMs: number;
}

export interface ReportedProblem {
  readonly atMs: number;
  readonly source: 'service' | 'program';
  readonly level: 'error' | 'warning';
  /** The service's own code. */
  readonly code?: string;
  readonly text: string;
}

export interface Reconnection {
  readonly startMs: number;
  /** Absent when the connection did not come back. */
  readonly endMs?: number;
  readonly reason: string;
  /** Attempts that failed, the loss itself included. */
  readonly failures: number;
}

export interface OptionComparison {
  /** The session as it was requested, with the newest value of each option. */
  readonly requested: JsonObject;
  /** The session as the service last reported it. */
  readonly applied?: JsonObject;
  readonly differences: readonly {
    /** Such as `turn_detection.threshold`. */
    readonly path: string;
    readonly requested: string;
    readonly applied: string;
  }[];
}

/** What the program says of its own sound. */
export interface AudioHealth {
  /** Microphone frames that were lost. */
  readonly droppedCaptureFrames: number;
  /** Microphone audio that was not sent. */
  readonly unsentMs: number;
  /** Reply audio that found no room. */
  readonly droppedPlaybackMs: number;
  readonly underruns: number;
  /** When they were noticed, the first 100; of several within a second, the last. */
  readonly underrunsAtMs?: readonly number[];
  /** Restarts of the sound devices. */
  readonly restarts: number;
  readonly deviceDepthMs?: number;
  readonly microphoneDriftPpm?: number;
  readonly speakerDriftPpm?: number;
  /** The longest time that the audio process was held up. */
  readonly longestHostLagMs?: number;
  readonly longestCaptureLagMs?: number;
}

export interface SoundReport {
  readonly sampleRateHz: number;
  readonly durationMs: number;
  readonly user: ChannelReport;
  readonly assistant: ChannelReport;
  /** Silence before the first and after the last voice of either side; both are the duration when nobody speaks. */
  readonly silenceAtStartMs: number;
  readonly silenceAtEndMs: number;
  /** Both sides speak. */
  readonly talkOver: readonly Span[];
}

export interface ChannelReport {
  /** Greatest sample, dBFS. */
  readonly peakDb: number;
  /** Average level of the voice, dBFS; absent without voice. */
  readonly voiceDb?: number;
  /** Median level of the rest, dBFS. */
  readonly noiseDb: number;
  /** Stretches of at least three samples in a row at full scale, and the samples in them. */
  readonly clippings: number;
  readonly clippedSamples: number;
  /** Stretches of voice; pauses shorter than 200 ms are part of them. */
  readonly voice: readonly Span[];
}

export interface Span {
  readonly startMs: number;
  readonly endMs: number;
}

export interface Disagreement {
  readonly what: 'latency' | 'time to yield' | 'talk-over';
  /** Number of the turn, for a latency. */
  readonly turn?: number;
  readonly atMs: number;
  readonly eventsMs: number;
  readonly samplesMs: number;
}
