import type { ClientEvent } from '../protocol/generated/types.js';
import type { Failure } from './failure.js';
import type { FileUse, WakeId } from './inputs.js';

/** What `update` asks the controller to do, as data; the answers come back as inputs. */
export type Effect =
  /** `model`: another than the one of the endpoint. */
  | { readonly type: 'connect'; readonly attempt: number; readonly model?: string }
  /**
   * `woke` with this id follows after a random time, evenly distributed between the two; it replaces a timer of the same
   * id.
   */
  | {
      readonly type: 'wake';
      readonly id: WakeId;
      readonly minMs: number;
      readonly maxMs: number;
    }
  | { readonly type: 'cancel-wake'; readonly id: WakeId }
  /** The session is listening: a file used as the microphone may start. */
  | { readonly type: 'begin-input' }
  /** Send what the microphone heard while the connection was lost. */
  | { readonly type: 'resume-microphone' }
  /** Drop what the microphone heard while the connection was lost. */
  | { readonly type: 'forget-microphone' }
  /** `not-sent` follows, so that a recording has it. */
  | { readonly type: 'note-unsent'; readonly event: string; readonly reason: string }
  | { readonly type: 'disconnect' }
  | { readonly type: 'send'; readonly event: ClientEvent }
  /** Send the event that made this item, with its image, once more over a new connection. */
  | { readonly type: 'send-again'; readonly itemId: string; readonly eventId: string }
  /** Queue the audio carried by the event being processed. */
  | { readonly type: 'play'; readonly itemId: string; readonly contentIndex: number }
  | { readonly type: 'finish-playback'; readonly itemId: string; readonly contentIndex: number }
  | { readonly type: 'flush'; readonly flushId: number }
  | { readonly type: 'mute-speaker'; readonly muted: boolean }
  | {
      readonly type: 'run-tool';
      readonly callId: string;
      readonly name: string;
      readonly arguments: string;
    }
  /** Read a local image; `image-read` follows. */
  | { readonly type: 'read-image'; readonly path: string }
  /** Read a file of the user; `file-read` follows. */
  | { readonly type: 'read-file'; readonly use: FileUse; readonly path: string }
  /** Write the transcript to a file; `saved` follows. */
  | { readonly type: 'save'; readonly path?: string; readonly overwrite?: true }
  /** Begin a recording with the state as it is now; `part-open` or `part-failed` follows. */
  | { readonly type: 'start-recording'; readonly directory?: string }
  /** End the recording with the state as it is now. */
  | { readonly type: 'stop-recording' }
  /** The session is over; `failure` absent when it ended well. */
  | { readonly type: 'end'; readonly failure?: Failure };
