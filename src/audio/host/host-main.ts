import { raisePriority } from '../../shared/priority.js';
import { loadAddon } from './addon.js';
import { ExecBackend } from './exec/exec-backend.js';
import { PortAudioBackend } from './portaudio-backend.js';
import { runHost } from './run-host.js';

raisePriority();
runHost(process.argv[2] === 'exec' ? new ExecBackend() : new PortAudioBackend(loadAddon()));
