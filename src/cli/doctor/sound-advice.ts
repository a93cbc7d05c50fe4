import type { Machine } from '../machine.js';

/** What brings sound to a machine of this kind; undefined where its own devices are all there is. */
export function soundAdvice({ platform, container, wsl, ssh }: Machine): string | undefined {
  if (container)
    return 'In a container: mount the host\'s sound server, for example docker run -v "$XDG_RUNTIME_DIR/pulse:/tmp/pulse" -e PULSE_SERVER=unix:/tmp/pulse/native -u "$(id -u)".';
  if (wsl)
    return 'In WSL: WSLg has a sound server (run wsl --update in Windows; PULSE_SERVER is then set), and Windows must allow desktop apps the microphone (Settings > Privacy).';
  if (ssh)
    return 'Over SSH: devices are those of the remote machine. For your own, forward a sound server: ssh -R 24713:localhost:4713, with PULSE_SERVER=tcp:localhost:24713.';
  if (platform === 'darwin')
    return 'On macOS: allow your terminal the microphone in System Settings > Privacy & Security > Microphone, then restart it.';
  return platform === 'win32'
    ? 'On Windows: allow desktop apps the microphone in Settings > Privacy & security > Microphone.'
    : undefined;
}
