import { askHost } from './ask-host.js';
import type { AudioDevice } from './audio-device.js';
import { portAudioHost } from './host-process.js';
import { systemTimers } from './timers.js';

/**
 * The sound devices there are, asked from a short-lived audio host; empty when there is none.
 * @throws VoiceliveError exit code 4: `audio-not-built`, `audio-host-failed` or `audio-device-failed`
 */
export async function listDevices(): Promise<readonly AudioDevice[]> {
  const { host, answer } = await askHost({
    program: portAudioHost(),
    message: { type: 'list' },
    answerOf: (message) => (message.type === 'devices' ? message.devices : undefined),
    onMessage: () => undefined,
    onForked: () => undefined,
    timers: systemTimers,
  });
  host.kill();
  await host.gone;
  return answer;
}
