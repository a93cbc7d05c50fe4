import { loadScenario } from '../../emulator/scenario/scenario-file.js';
import { startEmulator } from '../../emulator/server.js';
import { exitCodes } from '../../shared/errors.js';
import { writeDiagnostic } from '../terminal/report.js';
import { whenSignalled } from '../terminal/signals.js';

/** Options of `serve`, as commander gives them. */
export interface ServeOptions {
  readonly port: number;
  readonly scenario?: string;
  readonly latency: 'recorded' | 'none';
  readonly seed?: number;
  readonly json?: true;
}

/** `voicelive serve`: runs the emulator until a signal. SIGTERM exits with 0. */
export async function serve(options: ServeOptions): Promise<number> {
  const signals = whenSignalled();
  const scenario = loadScenario(options.scenario);
  const emulator = await startEmulator({
    port: options.port,
    scenario,
    latency: options.latency,
    log: writeDiagnostic,
    ...(options.seed === undefined ? {} : { seed: options.seed }),
  });
  const { url, token } = emulator;
  process.stdout.write(options.json ? `${JSON.stringify({ url, token })}\n` : `${url}\n${token}\n`);
  if (!options.json) {
    writeDiagnostic(
      `The first line is the endpoint, the second the API key. Scenario: ${scenario.name}. Press Ctrl-C to stop.`,
    );
  }
  const exitCode = await signals.exitCode;
  await emulator.close();
  return exitCode === exitCodes.sigterm ? exitCodes.ok : exitCode;
}
