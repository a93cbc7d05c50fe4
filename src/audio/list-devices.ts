import { askHost } from './host-client/ask-host.js';
import type { AudioDevice } from './kernel/audio-device.js';
import { firstBackend } from './kernel/backend-order.js';
import type { BackendChoice, BackendName } from './kernel/engine-types.js';
import { packageHost } from './host-client/host-process.js';
import { systemTimers } from '../shared/timers.js';

/**
 * The sound devices there are, asked from a short-lived audio host; empty when there is none, or with `none`.
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
      timers: systemTimers,
    });
    host.kill();
    await host.gone;
    return answer;
  };
  const { value } = await firstBackend(choice, async (backend) => {
    const devices = await list(backend);
    const isBlind = choice === 'auto' && backend === 'portaudio' && devices.length === 0;
    // PortAudio may see nothing where the programs of the system do; when they fail, nothing is the answer.
    return isBlind ? list('exec').catch(() => devices) : devices;
  });
  return value;
}
