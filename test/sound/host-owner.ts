import { createAudioEngine } from '../../src/audio/engine.js';
import { systemClock } from '../../src/shared/clock.js';
import { VoiceliveError } from '../../src/shared/errors.js';

/**
 * A program with an audio host, for tests that kill it: `node owner DEVICE HOST`. Without HOST it uses the package's own,
 * and prints the error as JSON when that cannot be.
 */
const [, , device = '', path] = process.argv;
const options = { inputRateHz: 24_000, outputRateHz: 24_000, lowLatency: false };
const engine = createAudioEngine(
  { ...options, microphone: device, speaker: device },
  ...(path === undefined
    ? []
    : [{ clock: systemClock, hostProgram: () => ({ path, execArgv: [] }) }]),
);
try {
  await engine.start(() => undefined);
} catch (error) {
  if (!(error instanceof VoiceliveError)) throw error;
  const { code, message, hint, exitCode } = error;
  process.stdout.write(JSON.stringify({ code, message, hint, exitCode }));
}
