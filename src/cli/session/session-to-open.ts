import type { FrameSink } from '../../audio/files/clocked-speaker.js';
import type { MicrophoneSource } from '../../audio/files/scripted-microphone.js';
import type { WavTrack } from '../../audio/kernel/engine-types.js';
import type { ResolvedOptions } from '../../config/options/resolve-options.js';
import type { PlannedSession, SessionBase } from '../../config/session/session-plan.js';
import type { TargetPlan } from '../../config/session/target.js';
import type { Recorder } from '../../recording/types.js';
import type { Controller } from '../../session/controller/controller.js';
import type { PartName } from '../../session/inputs.js';
import type { SessionOptions } from '../../session/state.js';
import type { Clock } from '../../shared/clock.js';
import type { Secrets } from '../../shared/secrets/registry.js';
import type { SessionTime } from '../fast/virtual-time.js';
import type { ToolRunner } from '../../tools/tool-call.js';
import type { Trace, Transport } from '../../transport/types.js';
import type { Cleanup } from './cleanup.js';
import type { startEmulatorThread } from './emulator-thread.js';

/** What depends on who talks. */
export interface SessionTerms {
  /** Whether somebody can answer an approval. */
  readonly canAsk: boolean;
  /** What to use for a microphone that was not named. */
  readonly microphone: 'default' | 'none';
  /** Whether the devices in use are named to the user. */
  readonly namesDevices?: true;
  /** Whether `--timeout` is an end like any other, not a failure. */
  readonly timeoutEnds?: true;
  /** What a user is told once everything is open. */
  readonly greeting?: string;
  /** As the options say when absent; given by whoever needs the clock before the session. */
  readonly time?: SessionTime;
  /** Who talks instead of a person: a recording, or a script. */
  readonly user?: SessionUser;
  /** The session as it was planned before; planned from the options when absent. */
  readonly planned?: PlannedSession;
  /** In place of the environment of the process. */
  readonly env?: NodeJS.ProcessEnv;
  /** Starts the embedded emulator; in a thread of its own when absent. */
  readonly startEmulator?: typeof startEmulatorThread;
}

/** What a session gets of a user who is no person. */
export interface SessionUser {
  readonly base?: SessionBase;
  /** Of the WAV that is the microphone. */
  readonly microphoneTrack?: WavTrack;
  /** Used instead of a microphone that was named. */
  readonly microphone?: MicrophoneSource;
  /** Receives what the speaker `none` plays. */
  readonly sink?: FrameSink;
  /** The microphone got here, milliseconds: before the frame that ends here is taken. */
  readonly onMicrophone?: (endMs: number) => void;
  /** The tools, where `real` runs those that may run for real. */
  readonly tools?: (
    real: ToolRunner,
    approve: SessionOptions['approve'],
    clock: Clock,
  ) => ToolRunner;
  readonly onTransport?: (transport: Transport) => void;
}

/** A session that may be recorded. */
export interface SessionToRecord {
  readonly resolved: ResolvedOptions;
  readonly targetPlan: TargetPlan;
  readonly controller: Controller;
  readonly secrets: Secrets;
  readonly time: SessionTime;
  /** Given each recorder once it is open. */
  readonly onRecorder: (recorder: Recorder) => void;
  /** For everything that is opened. */
  readonly closer: Cleanup;
  /** Takes a line of diagnosis. */
  readonly tell: (text: string) => void;
}

/** A session whose parts are to be opened. */
export interface SessionToOpen extends Omit<SessionTerms, 'time'>, SessionToRecord {
  readonly planned: PlannedSession;
  /** What the session was told at its start. */
  readonly options: SessionOptions;
  /** Of `--debug`. */
  readonly trace?: Trace;
  /** The parts that were announced. */
  readonly parts: readonly PartName[];
}
