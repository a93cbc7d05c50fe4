import type { ClientEvent } from '../protocol/generated/types.js';
import type { Failure } from './inputs.js';

/** What `update` asks the controller to do. Data only; the answers come back as inputs. */
export type Effect =
  | { readonly type: 'connect'; readonly attempt: number }
  /** Wait the time that belongs to so many failures in a row; `reconnect` with this attempt follows. */
  | { readonly type: 'wait-to-reconnect'; readonly attempt: number; readonly failures: number }
  /** What the microphone heard while the connection was lost is not to be sent. */
  | { readonly type: 'forget-microphone' }
  | { readonly type: 'disconnect' }
  | { readonly type: 'send'; readonly event: ClientEvent }
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
  /** Read a picture of this machine; `image-read` follows. */
  | { readonly type: 'read-image'; readonly path: string }
  /** The session is over; `failure` absent when it ended well. */
  | { readonly type: 'end'; readonly failure?: Failure };
