import { afterEach } from 'vitest';
import { loadScenario } from '../../src/emulator/scenario/scenario-file.js';
import { startServer, type ServerOptions, type RunningServer } from '../../src/emulator/server.js';
import type { SpeechRecogniser, SpeechSynthesiser } from '../../src/emulator/kernel/speech.js';
import type { ServiceOptions } from '../../src/emulator/service.js';
import { createVoice } from '../../src/emulator/voice/emulator-voice.js';

const running: RunningServer[] = [];

/** Ends what a test started; call once in a test file. */
export function closeEmulatorsAfterEach(): void {
  afterEach(async () => {
    await Promise.all(running.splice(0).map((emulator) => emulator.close()));
  });
}

/** Ears that answer what they are told, one answer a turn; undefined: it was no known phrase. */
export function scriptedEars(...phrases: readonly (string | undefined)[]): SpeechRecogniser {
  const left = [...phrases];
  return {
    available: true,
    prepare: () => undefined,
    recognise: () => Promise.resolve(left.shift()),
  };
}

/** The bundled voice, so that a test does not depend on what is installed. */
export function bundledVoice(): SpeechSynthesiser {
  return createVoice({ espeak: 'never' });
}

/** The default scenario without latency; time of day is a quarter to eleven. */
export function calmEmulator(): ServiceOptions {
  return {
    scenario: loadScenario(),
    latency: 'none',
    seed: 7,
    voice: bundledVoice(),
    ears: scriptedEars(),
    now: () => new Date(2026, 10, 20, 10, 45),
  };
}

export async function runEmulator(options: Partial<ServerOptions> = {}): Promise<RunningServer> {
  const emulator = await startServer({ ...calmEmulator(), ...options });
  running.push(emulator);
  return emulator;
}
