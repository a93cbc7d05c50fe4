import { startEmulatorOf } from '../../emulator/library/start-emulator.js';
import { exitCodes } from '../../shared/errors.js';
import { watchOutsideEnd } from '../terminal/outside-end.js';
import { writeDiagnostic } from '../terminal/report.js';
import { printJson, stdout } from '../terminal/standard-streams.js';

/** Options of `serve`, as commander gives them. */
export interface ServeOptions {
  readonly port: number;
  readonly scenario?: string;
  readonly faults?: string;
  readonly latency: 'recorded' | 'none';
  readonly seed?: number;
  readonly json?: true;
}

/** `voicelive serve`: runs the emulator until a signal. SIGTERM exits with 0. */
export async function serve(options: ServeOptions): Promise<number> {
  const outside = watchOutsideEnd();
  const emulator = await startEmulatorOf(
    { ...options, keepEvents: 0, log: writeDiagnostic },
    'flag --',
  );
  const { url, token, scenario } = emulator;
  if (options.json) printJson({ url, token });
  else {
    stdout.write(`${url}\n${token}\n`);
    writeDiagnostic(
      `Line 1: endpoint. Line 2: API key. Scenario: ${scenario}. Press Ctrl-C to stop.`,
    );
  }
  const exitCode = await outside.exitCode;
  await emulator.close();
  return exitCode === exitCodes.sigterm ? exitCodes.ok : exitCode;
}
