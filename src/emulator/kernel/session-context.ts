import type { Clock } from '../../shared/clock.js';
import type { JsonObject } from '../../shared/json.js';
import type { Conversation } from './conversation.js';
import type { Ids } from './ids.js';
import type { ModelProfile } from './model-class.js';
import type { Pace } from './pace.js';
import type { SpeechRecogniser, SpeechSynthesiser } from './speech.js';
import type { Prng } from './prng.js';
import type { SideEvents } from './side-events.js';

/** What the parts of one connection share. */
export interface SessionContext {
  readonly profile: ModelProfile;
  readonly ids: Ids;
  /** Jitter of the recorded latencies. */
  readonly jitter: Prng;
  readonly clock: Clock;
  readonly pace: Pace;
  readonly conversation: Conversation;
  readonly conversationId: string;
  readonly agentMode: boolean;
  /** The client may send its loudspeaker's audio as a second channel. */
  readonly clientEcho: boolean;
  readonly sideEvents: SideEvents;
  readonly voice: SpeechSynthesiser;
  readonly ears: SpeechRecogniser;
  /** The session as last reported to the client. */
  readonly session: () => JsonObject;
  /** Sends an event; the id is added. */
  readonly send: (event: JsonObject) => void;
  /** Sends the expiry error and closes the connection. */
  readonly expire: () => void;
  /** Resolves when most of what was sent has left the send buffer. */
  readonly drained: () => Promise<void>;
  /** Logs for the operator, not for the client. */
  readonly log: (line: string) => void;
}
