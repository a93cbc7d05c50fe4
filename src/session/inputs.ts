import type { ClientEvent, RequestSession, ServerEvent } from '../protocol/generated/types.js';
import type { JsonObject } from '../shared/json.js';
import type { Failure } from './failure.js';

/**
 * Everything that can happen to a session, as plain data. The event log is a list of these; feeding the same list to
 * `update` gives the same state, live, in replay, in inspection and in tests. No input holds PCM, a secret or a handle.
 */
export type Input = { readonly nowMs: number } & (
  | PartInput
  | ConnectionInput
  | ServerInput
  | SentInput
  | AudioInput
  | ToolInput
  | { readonly type: 'intent'; readonly intent: Intent }
  /** The timer of a `wake` effect has fired. */
  | { readonly type: 'woke'; readonly id: WakeId }
  /** An image file was read into a data URL (the log holds a placeholder), or could not be. */
  | {
      readonly type: 'image-read';
      readonly path: string;
      readonly url?: string;
      readonly problem?: string;
    }
  /** A file of the user was read for a command, or could not be. */
  | {
      readonly type: 'file-read';
      readonly use: FileUse;
      readonly path: string;
      /** `text`, `session`, `items` or `tools`, by its use. */
      readonly content?: JsonObject;
      readonly problem?: string;
    }
  /** The transcript was saved, or could not be. */
  | { readonly type: 'saved'; readonly path: string; readonly problem?: string }
  | { readonly type: 'meters'; readonly microphoneDb: number; readonly speakerDb: number }
);

/** What a command reads a file for. */
export type FileUse = 'instructions' | 'session' | 'tools' | 'seed';

/** The parts that a session needs before it connects; `transport` includes the emulator. */
export type PartName = 'sound' | 'transport' | 'recording';

type PartInput =
  | { readonly type: 'part-opening'; readonly part: PartName }
  | { readonly type: 'part-open'; readonly part: 'transport' }
  | {
      readonly type: 'part-open';
      readonly part: 'sound';
      /** There is no microphone: turns are typed. */
      readonly noMicrophone?: true;
      /** Delay from speaker to microphone, milliseconds, if it was measured. */
      readonly echoRoundTripMs?: number;
    }
  | {
      readonly type: 'part-open';
      readonly part: 'recording';
      /** Folder of the recording. */
      readonly path: string;
    }
  | {
      readonly type: 'part-failed';
      readonly part: PartName;
      readonly failure: Failure;
      /** Options to continue in text mode without the part; if absent, the session ends. */
      readonly textSession?: RequestSession;
    };

/** Names a timer of the session; there is at most one of each. */
export type WakeId =
  'reconnect' | 'rotation' | 'open-deadline' | 'hang-over' | 'timeout' | 'meters';

type ConnectionInput =
  /** Connect as soon as every part is open. */
  | { readonly type: 'start' }
  /** `requestId`: under which the service knows the connection. */
  | { readonly type: 'socket-open'; readonly attempt: number; readonly requestId?: string }
  | {
      readonly type: 'socket-refused';
      readonly attempt: number;
      readonly failure: Failure;
      readonly retryable: boolean;
    }
  | {
      readonly type: 'socket-closed';
      readonly attempt: number;
      readonly code: number;
      readonly reason: string;
      readonly retryable: boolean;
    };

/** Where audio that the log leaves out can be found: a run of samples on one track of the session's WAV. */
export interface AudioReference {
  readonly track: 'microphone' | 'speaker';
  /** First sample, counted on the recording's one clock (the rate of its WAV); absent when it is not recorded. */
  readonly offset?: number;
  /** Samples at the track's own rate, as the recording's header gives it. */
  readonly length: number;
}

type ServerInput =
  | {
      readonly type: 'server';
      readonly event: ServerEvent;
      /** The event as received, payloads elided: for the log and the event inspector. */
      readonly raw: JsonObject;
      /** Size of the frame on the wire. */
      readonly bytes: number;
      /** PCM samples that the event carried, at the output rate; 0 for most. */
      readonly audioSamples: number;
    }
  | {
      readonly type: 'unknown-event';
      readonly name: string;
      readonly raw: JsonObject;
      readonly bytes: number;
    }
  | {
      readonly type: 'malformed-event';
      readonly name?: string;
      readonly reason: string;
      readonly raw?: JsonObject;
      readonly bytes: number;
    };

type SentInput =
  | {
      readonly type: 'sent';
      /** The event as it went out, payloads elided. */
      readonly raw: JsonObject;
      readonly bytes: number;
      /** For `input_audio_buffer.append`: samples carried and where they are in the recording. */
      readonly audio?: AudioReference;
      /** Audio from before the key was pressed: it does not count as talking. */
      readonly preRoll?: true;
      /** How long before now the last sample of `audio` was captured, milliseconds. */
      readonly lateMs?: number;
    }
  /** An event of the session's own could not be sent. */
  | { readonly type: 'not-sent'; readonly event: string; readonly reason: string }
  /** `outage`: dropped during an outage that was longer than the audio that is kept. */
  | { readonly type: 'append-dropped'; readonly samples: number; readonly outage?: true };

/** A run of one item's samples that was handed to the speaker's device. */
export interface PlayedRun {
  readonly itemId: string;
  readonly contentIndex: number;
  readonly fromSample: number;
  readonly samples: number;
  /** Where the run starts on the recording's clock; absent when nothing is recorded. */
  readonly atSample?: number;
}

/** What one content part's playback came to when the speaker was flushed. Samples at the output rate. */
export interface FlushedItem {
  readonly itemId: string;
  readonly contentIndex: number;
  readonly receivedSamples: number;
  readonly handedSamples: number;
}

/** Health of the sound; unknown figures are absent. */
export interface SoundHealth {
  /** How much faster than the machine's clock the devices run, parts per million. */
  readonly microphoneDriftPpm?: number;
  readonly speakerDriftPpm?: number;
  readonly deviceDepthMs?: number;
  readonly preBufferMs?: number;
  readonly hostLagMs: number;
  readonly captureLagMs: number;
}

type AudioInput =
  | {
      readonly type: 'played';
      readonly runs: readonly PlayedRun[];
      /**
       * From now until the last of these samples comes out of the speaker, milliseconds; negative when it has, because
       * this program was held up.
       */
      readonly depthMs?: number;
    }
  /**
   * `speech_stopped` arrives: how long before now the microphone's last voice ended, milliseconds, measured on the
   * samples as they were sent.
   */
  | { readonly type: 'voice-ended'; readonly agoMs: number }
  /** The file that stands for a microphone has ended. */
  | { readonly type: 'input-ended' }
  | { readonly type: 'audio-health'; readonly health: SoundHealth }
  | {
      readonly type: 'flushed';
      readonly flushId: number;
      readonly items: readonly FlushedItem[];
      /** What the device dropped, or was lost with, milliseconds: nobody heard it; silence in the recording's right track. */
      readonly silencedMs?: number;
    }
  | {
      readonly type: 'audio-lost';
      readonly what: 'microphone' | 'speaker' | 'both';
      readonly reason: string;
    }
  | { readonly type: 'audio-restored' }
  | { readonly type: 'audio-failed'; readonly failure: Failure }
  | {
      readonly type: 'audio-counters';
      readonly droppedCaptureFrames: number;
      readonly droppedPlaybackSamples: number;
      readonly underruns: number;
      readonly restarts: number;
      /** How long before this the last underrun of the device or its queue was noticed. */
      readonly underrunAgoMs?: number;
    }
  | { readonly type: 'recording-trouble'; readonly sentence: string }
  | {
      readonly type: 'notice';
      readonly level: 'info' | 'warning' | 'error';
      readonly text: string;
    };

interface ToolInput {
  readonly type: 'tool-finished';
  readonly callId: string;
  readonly ok: boolean;
  /** What goes to the model: JSON text or plain text, bounded by the runner. */
  readonly output: string;
  readonly elapsedMs: number;
}

export type Decision = 'once' | 'session' | 'deny';

/** What the user wants, from a key, a command or a script line. */
export type Intent =
  | { readonly type: 'talk-start' }
  | { readonly type: 'talk-send' }
  | { readonly type: 'talk-discard' }
  | { readonly type: 'commit' }
  | { readonly type: 'interrupt' }
  | { readonly type: 'cancel' }
  | { readonly type: 'truncate' }
  | { readonly type: 'clear-input' }
  | { readonly type: 'say'; readonly text: string }
  /** Show the model an image: a local file, or an https URL that the service fetches. */
  | { readonly type: 'show-image'; readonly source: string }
  | { readonly type: 'list-items' }
  /** Show the health of sound and events. */
  | { readonly type: 'tell-health' }
  /** `id`: an item's id, or how it ends. */
  | { readonly type: 'retrieve-item'; readonly id: string }
  | { readonly type: 'delete-item'; readonly id: string }
  | { readonly type: 'decide'; readonly callId: string; readonly decision: Decision }
  | { readonly type: 'send-event'; readonly event: ClientEvent }
  /** Changes single options of the session; keys are paths, like `turn_detection.threshold`. */
  | { readonly type: 'change-options'; readonly options: JsonObject }
  /** A new session with another model, which gets the conversation. */
  | { readonly type: 'change-model'; readonly model: string }
  /** A new connection for the same session. */
  | { readonly type: 'reconnect' }
  /** Ask the last turn again. */
  | { readonly type: 'retry' }
  | { readonly type: 'show-session' }
  | { readonly type: 'list-tools' }
  | { readonly type: 'read-file'; readonly use: FileUse; readonly path: string }
  /** Save the transcript; under a name of its own without `path`. */
  | { readonly type: 'save'; readonly path?: string; readonly overwrite?: true }
  /** Begin a recording, in this folder of recordings; or end the one that runs. */
  | { readonly type: 'record'; readonly directory?: string }
  | { readonly type: 'mute'; readonly what: 'microphone' | 'speaker'; readonly muted: boolean }
  | { readonly type: 'quit' };

/** An input before the controller adds the time. */
export type Untimed<Each = Input> = Each extends Input ? Omit<Each, 'nowMs'> : never;
