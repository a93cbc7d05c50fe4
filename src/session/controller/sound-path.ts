import type { AudioEngine, AudioEvent } from '../../audio/kernel/engine-types.js';
import { audioInput } from './audio-input.js';
import type { PartHost, SoundPath } from './controller-parts.js';
import { Meters } from './meters.js';
import { Microphone } from './microphone.js';

/** The path of audio between the devices and the session: frames out and in, meters, positions. */
export function openSoundPath(engine: AudioEngine): (host: PartHost) => SoundPath {
  return (host) => {
    const { nowMs, getState, outputs } = host;
    const meters = new Meters((levels) => {
      host.dispatch({ type: 'meters', ...levels });
    }, nowMs);
    let microphone: Microphone | undefined;
    // How frames are sent depends on options that are known once the devices are open.
    const openMicrophone = (): Microphone =>
      (microphone ??= new Microphone({ ...host, options: getState().options }));

    return {
      carryOut(effect, samples) {
        switch (effect.type) {
          case 'begin-input':
            engine.beginInput();
            return;
          case 'resume-microphone':
            microphone?.resume();
            return;
          case 'forget-microphone':
            microphone?.forget();
            return;
          case 'play':
            if (samples) engine.play(effect.itemId, effect.contentIndex, samples);
            return;
          case 'finish-playback':
            engine.finish(effect.itemId, effect.contentIndex);
            return;
          case 'flush':
            engine.flush(effect.flushId);
            return;
          case 'mute-speaker':
            engine.muteSpeaker(effect.muted);
        }
      },
      onAudio(event: AudioEvent) {
        if (event.type === 'captured') {
          meters.microphone(event.frame.samples);
          // Frames captured while the devices open are not part of the session.
          if (getState().parts.sound !== 'opening') openMicrophone().take(event.frame);
          return;
        }
        if (event.type === 'played') {
          meters.speaker(event.frame.samples);
          openMicrophone().heard(event.frame);
        }
        if (event.type === 'flushed') openMicrophone().unheard(event.unheardSamples ?? 0);
        const { outputRateHz } = getState().options;
        const input = audioInput(event, { outputs, nowMs: nowMs(), outputRateHz });
        if (input) host.dispatch(input);
      },
      silence: (isSilent) => {
        engine.silenceSpeaker(isSilent);
      },
      voiceEndMs: () => microphone?.voiceEndMs,
      close: () => engine.close(),
    };
  };
}
