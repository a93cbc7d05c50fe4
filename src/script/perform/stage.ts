import type { Clock } from '../../shared/clock.js';
import type { ScriptedMicrophone } from '../../audio/files/scripted-microphone.js';
import type { ScriptSounds } from '../speech/script-sounds.js';
import type { ScriptedTools } from './scripted-tools.js';

/** A moment of a performance: a step begins, or is done and, where the next step waits for it, answered. */
export interface StepMark {
  /** Index of the step, from 0. */
  readonly step: number;
  readonly phase: 'start' | 'end';
  /** On the session's clock. */
  readonly nowMs: number;
  /** Inputs of the session until then: those from here on come after it. */
  readonly inputs: number;
  /** Text that is spoken. */
  readonly said?: string;
}

/** What a script performs with, besides the session. */
export interface Stage {
  readonly clock: Clock;
  readonly tools: ScriptedTools;
  /** Absent in text mode. */
  readonly microphone?: ScriptedMicrophone;
  readonly sounds: ScriptSounds;
  /** Ends the connection as a network would. */
  readonly disconnect: () => void;
  readonly onStep: (mark: StepMark) => void;
}
