import { parentPort, workerData } from 'node:worker_threads';
import { exitCodes, messageOf, VoiceliveError } from '../shared/errors.js';
import { isJsonObject } from '../shared/json.js';
import { loadScenario } from './scenario/scenario-file.js';
import { startEmulator, type EmulatorOptions, type RunningEmulator } from './server.js';
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

async function start(): Promise<RunningEmulator> {
  const given: unknown = workerData;
  if (!isOptions(given)) throw new TypeError('not the options of an emulator');
  const { port, token, seed, latency, scenarioPath } = given;
  const options: EmulatorOptions = {
    latency,
    scenario: loadScenario(scenarioPath),
    ...(port === undefined ? {} : { port }),
    ...(token === undefined ? {} : { token }),
    ...(seed === undefined ? {} : { seed }),
    log: (line) => {
      report({ type: 'log', line });
    },
  };
  return startEmulator(options);
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
