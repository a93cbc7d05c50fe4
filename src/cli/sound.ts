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
      /** Why a file speaks to nobody: there is no speaker. */
      readonly problem?: VoiceliveError;
      listen(listener: (event: AudioEvent) => void): void;
    }
  | { readonly kind: 'none'; readonly problem?: VoiceliveError };

/**
 * Opens microphone and speaker. Without a device that was named, the session goes on in text: then the problem is
 * returned, to be shown with its fix. A file as microphone is heard without a speaker, too. A device that was named and
 * cannot be opened is an error.
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
  const open = async (speaker: string): Promise<Sound> => {
    let listener: ((event: AudioEvent) => void) | undefined;
    const engine = createAudioEngine({
      inputRateHz: plan.inputRateHz,
      outputRateHz: plan.outputRateHz,
      microphone: values.mic ?? microphone,
      speaker,
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
  };
  try {
    return await open(values.speaker ?? 'default');
  } catch (thrown) {
    const noDevice = thrown instanceof VoiceliveError && thrown.exitCode === exitCodes.sound;
    if (!noDevice || values.speaker !== undefined) throw thrown;
    if (values.mic === undefined) return { kind: 'none', problem: thrown };
    if (!/\.wav$/i.test(values.mic)) throw thrown;
    return { ...(await open('none')), problem: thrown };
  }
}
