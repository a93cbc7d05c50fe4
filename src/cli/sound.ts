import type { AudioEngine, AudioEvent } from '../audio/engine-types.js';
import type { OptionValues } from '../config/options.js';
import type { SessionPlan } from '../config/session.js';
import type { Closer } from './closer.js';
import { exitCodes, VoiceliveError } from '../shared/errors.js';

/** Sound that was opened, or why there is none. */
export type Sound =
  | {
      readonly kind: 'open';
      readonly engine: AudioEngine;
      listen(listener: (event: AudioEvent) => void): void;
    }
  | { readonly kind: 'none'; readonly problem?: VoiceliveError };

/**
 * Opens microphone and speaker. Without a device that was named, the session goes on in text: then the problem is
 * returned, to be shown with its fix. A device that was named and cannot be opened is an error.
 * @param microphone what to use for a microphone that was not named: `default`, or `none` where turns are typed
 * @throws VoiceliveError exit code 4
 */
export async function openSound(
  values: OptionValues,
  plan: SessionPlan,
  microphone: 'default' | 'none',
  closer: Closer,
): Promise<Sound> {
  if (plan.mode === 'text') return { kind: 'none' };
  const { createAudioEngine } = await import('../audio/engine.js');
  let listener: ((event: AudioEvent) => void) | undefined;
  try {
    const engine = createAudioEngine({
      inputRateHz: plan.inputRateHz,
      outputRateHz: plan.outputRateHz,
      microphone: values.mic ?? microphone,
      speaker: values.speaker ?? 'default',
      lowLatency: values.lowLatency,
    });
    // What comes before the session listens is room noise of a session that is not there yet.
    await engine.start((event) => listener?.(event));
    closer.add(() => engine.close());
    return {
      kind: 'open',
      engine,
      listen: (listen) => {
        listener = listen;
      },
    };
  } catch (thrown) {
    const named = values.mic !== undefined || values.speaker !== undefined;
    if (thrown instanceof VoiceliveError && thrown.exitCode === exitCodes.sound && !named) {
      return { kind: 'none', problem: thrown };
    }
    throw thrown;
  }
}
