import type { Clock } from '../../shared/clock.js';
import type { ScriptedMicrophone } from '../../audio/files/scripted-microphone.js';
import type { StepMark } from '../model/step-mark.js';
import type { ScriptSounds } from '../speech/script-sounds.js';
import type { ScriptedTools } from './scripted-tools.js';

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
