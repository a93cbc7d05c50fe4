import { loadScenario } from '../../emulator/scenario/scenario-file.js';
import { startEmulator } from '../../emulator/server.js';
import { exitCodes } from '../../shared/errors.js';
import { watchOutsideEnd } from '../terminal/outside-end.js';
import { writeDiagnostic } from '../terminal/report.js';
import { printJson, stdout } from '../terminal/standard-streams.js';

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
  const outside = watchOutsideEnd();
  const scenario = loadScenario(options.scenario);
  const emulator = await startEmulator({
    port: options.port,
    scenario,
    latency: options.latency,
    log: writeDiagnostic,
    ...(options.seed === undefined ? {} : { seed: options.seed }),
  });
  const { url, token } = emulator;
  if (options.json) printJson({ url, token });
  else {
    stdout.write(`${url}\n${token}\n`);
    writeDiagnostic(
      `Line 1: endpoint. Line 2: API key. Scenario: ${scenario.name}. Press Ctrl-C to stop.`,
    );
  }
  const exitCode = await outside.exitCode;
  await emulator.close();
  return exitCode === exitCodes.sigterm ? exitCodes.ok : exitCode;
}
