import { buildBundle } from '../../scripts/build.js';

/** Tests that start the program, the audio host or the emulator's threads run today's source, built once here. */
export async function setup(): Promise<void> {
  await buildBundle({ clean: false });
}
