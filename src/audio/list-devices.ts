import { askHost } from './host-client/ask-host.js';
import type { AudioDevice } from './kernel/audio-device.js';
import { deviceKind } from './kernel/device-kind.js';
import { firstBackend } from './kernel/backend-order.js';
import type { BackendChoice, BackendName } from './kernel/engine-types.js';
import { packageHost } from './host-client/host-process.js';
import { systemClock } from '../shared/clock.js';

/**
 * Lists the audio devices through a short-lived audio host; empty when there are none, or with `none`.
 * @throws VoiceliveError exit code 4: `audio-not-built`, `audio-host-failed`, `audio-programs-missing` or
 *   `audio-device-failed`
 */
export async function listDevices(choice: BackendChoice = 'auto'): Promise<readonly AudioDevice[]> {
  if (choice === 'none') return [];
  const list = async (backend: BackendName): Promise<readonly AudioDevice[]> => {
    const { host, answer } = await askHost({
      program: packageHost(backend),
      message: { type: 'list' },
      answerOf: (message) => (message.type === 'devices' ? message.devices : undefined),
      onMessage: () => undefined,
      onForked: () => undefined,
      clock: systemClock,
    });
    host.kill();
    await host.gone;
    return answer;
  };
  const { value } = await firstBackend({ choice, lowLatency: false }, async (backend) => {
    const devices = await list(backend);
    const sees = devices.some((device) => deviceKind(device) !== 'plug-in');
    const isBlind = choice === 'auto' && backend === 'portaudio' && !sees;
    // PortAudio may find nothing where a sound server or system programs do; when they fail too, the list stays empty.
    return isBlind ? list('pulse').catch(() => list('exec').catch(() => devices)) : devices;
  });
  return value;
}
