import { parentPort, workerData } from 'node:worker_threads';
import { exitCodes, messageOf, VoiceliveError } from '../shared/errors.js';
import { isJsonObject } from '../shared/json.js';
import { loadFaults } from './faults/fault-file.js';
import { loadScenario } from './scenario/scenario-file.js';
import { startServer, type RunningServer, type ServerOptions } from './server.js';
import type { EmulatorWorkerOptions, EmulatorWorkerReport } from './worker-messages.js';

function isOptions(value: unknown): value is EmulatorWorkerOptions {
  return isJsonObject(value) && (value['latency'] === 'recorded' || value['latency'] === 'none');
}

function report(message: EmulatorWorkerReport): void {
  parentPort?.postMessage(message);
}

function failed(error: unknown): EmulatorWorkerReport {
  const known = error instanceof VoiceliveError;
  return {
    type: 'failed',
    code: known ? error.code : 'emulator-failed',
    message: messageOf(error),
    hint: known ? error.hint : undefined,
    exitCode: known ? error.exitCode : exitCodes.session,
  };
}

async function start(): Promise<RunningServer> {
  const given: unknown = workerData;
  if (!isOptions(given)) throw new TypeError('not the options of an emulator');
  const { port, token, seed, latency, scenarioPath, faultsPath } = given;
  const options: ServerOptions = {
    latency,
    scenario: loadScenario(scenarioPath),
    ...(port === undefined ? {} : { port }),
    ...(token === undefined ? {} : { token }),
    ...(seed === undefined ? {} : { seed }),
    ...(faultsPath === undefined
      ? {}
      : { faults: loadFaults(faultsPath, 'flag --emulator-faults') }),
    log: (line) => {
      report({ type: 'log', line });
    },
  };
  return startServer(options);
}

/** Runs the emulator in this worker thread until it is told to close. */
async function main(): Promise<void> {
  try {
    const emulator = await start();
    parentPort?.once('message', () => {
      void emulator.close().then(() => {
        report({ type: 'closed' });
        parentPort?.close();
      });
    });
    report({ type: 'listening', url: emulator.url, token: emulator.token });
  } catch (error) {
    report(failed(error));
    parentPort?.close();
  }
}

void main();
