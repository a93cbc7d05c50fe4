import { raisePriority } from '../../shared/priority.js';
import { loadAddon } from './addon.js';
import type { AudioBackend } from './audio-backend.js';
import { ExecBackend } from './exec/exec-backend.js';
import { PortAudioBackend } from './portaudio-backend.js';
import { OwnSinkInput } from './own-sink-input.js';
import { PulseBackend } from './pulse-backend.js';
import { runHost } from './run-host.js';

raisePriority();

function backend(): AudioBackend {
  switch (process.argv[2]) {
    case 'exec':
      return new ExecBackend();
    case 'pulse':
      return new PulseBackend();
    default:
      // Servers remember volume and mute of "ALSA plug-in [node]": this is ours, and not that of every Node program.
      process.env['PULSE_PROP'] ??= 'module-stream-restore.id=voicelive';
      return new PortAudioBackend(
        loadAddon(),
        process.platform === 'linux' ? new OwnSinkInput() : undefined,
      );
  }
}

runHost(backend());
