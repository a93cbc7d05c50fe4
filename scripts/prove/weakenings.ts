import { approval } from './weakenings/approval.js';
import { emulator } from './weakenings/emulator.js';
import { files } from './weakenings/files.js';
import { network } from './weakenings/network.js';
import { secrets } from './weakenings/secrets.js';
import { terminal } from './weakenings/terminal.js';
import { tools } from './weakenings/tools.js';
import type { Promised } from './weakening.js';

/** In the order of SECURITY.md. */
export const promises: readonly Promised[] = [
  { promise: 'terminal', weakenings: terminal },
  { promise: 'approval', weakenings: approval },
  { promise: 'tools', weakenings: tools },
  { promise: 'secrets', weakenings: secrets },
  { promise: 'network', weakenings: network },
  { promise: 'emulator', weakenings: emulator },
  { promise: 'files', weakenings: files },
];
