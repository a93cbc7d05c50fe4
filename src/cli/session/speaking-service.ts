import type { TargetPlan } from '../../config/session/target.js';
import type { SpeakingService } from '../../script/speech/prepare-sounds.js';
import { systemClock } from '../../shared/clock.js';
import type { Secrets } from '../../shared/secrets/registry.js';
import type { Cleanup } from './cleanup.js';
import { openTarget } from './open-target.js';

/** What a session connects to, as a voice for the `say` steps of a script. */
export function speakingService(
  model: string,
  target: TargetPlan,
  secrets: Secrets,
  closer: Cleanup,
  env: NodeJS.ProcessEnv,
): SpeakingService {
  return {
    name: `${target.label} ${model}`,
    clock: systemClock,
    async open() {
      // A crash of the emulator ends the connection, and with it the speech.
      const opened = await openTarget(target, secrets, closer, () => undefined, { env });
      return (listener) => opened.open(listener);
    },
  };
}
