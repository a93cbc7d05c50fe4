import type { RunningServer } from '../../src/emulator/server.js';
import { runEmulator } from './emulator-rig.js';

/** An emulator that can go away and come back at the same address, with the same key and without memory. */
export interface RestartedEmulator {
  /** What leads the program to it. */
  readonly env: Readonly<Record<string, string>>;
  /** The port is free at once; the rest of its end takes longer. */
  goAway(): Promise<void>;
  comeBack(): Promise<void>;
}

/** Starts it; a test that calls `closeEmulatorsAfterEach` ends it. */
export async function startRestartedEmulator(): Promise<RestartedEmulator> {
  const token = 'token-of-a-test-0123456789';
  let seed = 1;
  let emulator: RunningServer = await runEmulator({ token, seed });
  const { url } = emulator;
  return {
    env: { AZURE_VOICELIVE_ENDPOINT: url, AZURE_VOICELIVE_API_KEY: token },
    goAway: () => emulator.close(),
    async comeBack() {
      // Another run has other ids, as another session of the service has.
      seed += 1;
      emulator = await runEmulator({ token, seed, port: Number(new URL(url).port) });
    },
  };
}
