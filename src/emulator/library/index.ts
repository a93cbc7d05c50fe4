/** What `import … from 'voicelive/emulator'` gives; its types are in dist/types. */
export { startEmulator, type Emulator, type EmulatorOptions } from './start-emulator.js';
export type { EmulatorListeners } from './observe-connection.js';
export type { EmulatorEvent, EmulatorSession, UnreadableMessage } from './observed-session.js';
export type { Fault, FaultReport } from '../faults/fault.js';
export { VoiceliveError } from '../../shared/errors.js';
export type { ClientEvent, ResponseItem, ServerEvent } from '../../protocol/generated/types.js';
