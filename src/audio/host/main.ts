import { loadAddon } from './addon.js';
import { PortAudioBackend } from './portaudio-backend.js';
import { runHost } from './run-host.js';

runHost(new PortAudioBackend(loadAddon()));
