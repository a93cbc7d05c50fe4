/// <reference lib="esnext.disposable" preserve="true" />
import type { Fault } from '../faults/fault.js';
import { loadFaults, parseFaults } from '../faults/fault-file.js';
import type { Scenario } from '../scenario/scenario.js';
import { loadScenario, parseScenario } from '../scenario/scenario-file.js';
import { startServer } from '../server.js';
import { Listeners } from './listeners.js';
import { createObserver, type EmulatorListeners } from './observe-connection.js';
import type { EmulatorSession, ObservedSession } from './observed-session.js';

const defaultKeptEvents = 10_000;

/** How an emulator is started; everything has a default. */
export interface EmulatorOptions {
  /** Path of a scenario file, or what its YAML would be read as. Default: the built-in scenario. */
  readonly scenario?: string | Readonly<Record<string, unknown>>;
  /** Path of a file of faults, or the list in it. */
  readonly faults?: string | readonly Fault[];
  /** `recorded`: answers as late as the recorded service. `none`, the default: at once, in the same order. */
  readonly latency?: 'recorded' | 'none';
  /** Makes ids, jitter and the probability of faults repeatable; a whole number. Default: random. */
  readonly seed?: number;
  /** TCP port on 127.0.0.1; 0, the default, takes a free one. */
  readonly port?: number;
  /** API key that clients must present. Default: random. */
  readonly token?: string;
  /** Messages of each session that are kept for `sessions`, at most 8 MB of them; 0 keeps none. Default: 10,000. */
  readonly keepEvents?: number;
  /** Takes lines for people, such as a voice that failed; nothing is printed. */
  readonly log?: (line: string) => void;
}

/** A running emulator. */
export interface Emulator extends AsyncDisposable {
  /** `http://127.0.0.1:PORT`: the endpoint for clients. */
  readonly url: string;
  /** The API key for clients. */
  readonly token: string;
  /** Name of the scenario. */
  readonly scenario: string;
  /** Sessions since the start, the oldest first; of more than 100 the oldest ended ones are forgotten. */
  readonly sessions: readonly EmulatorSession[];
  /**
   * Calls `listener` for everything of this name from now on, in order, each time in a microtask of its own: what it
   * throws is an uncaught exception.
   * @returns a function that removes the listener
   */
  on<Name extends keyof EmulatorListeners>(
    name: Name,
    listener: (value: EmulatorListeners[Name]) => void,
  ): () => void;
  /** Ends connections with code 1001, cuts those left after a second, and ends helpers. Idempotent; never rejects. */
  close(): Promise<void>;
}

/**
 * Starts a Voice Live service on 127.0.0.1, in this process. It prints nothing and leaves the signals of the process
 * alone; until `close()` it keeps the process running.
 * @throws VoiceliveError `exitCode` 2: `file-syntax`, `file-invalid` (a scenario or faults with mistakes, all of them
 * listed) or the code of a file that cannot be read; `emulator-port` when the port cannot be had
 */
export function startEmulator(options: EmulatorOptions = {}): Promise<Emulator> {
  return startEmulatorOf(options, 'option ');
}

/** As `startEmulator`. @param prefix of the names of options in errors, e.g. `flag --` */
export async function startEmulatorOf(options: EmulatorOptions, prefix: string): Promise<Emulator> {
  const { latency = 'none', keepEvents = defaultKeptEvents, seed, port, token, log } = options;
  const scenario = scenarioOf(options.scenario, `${prefix}scenario`);
  const faults = faultsOf(options.faults, `${prefix}faults`);
  const listeners = new Listeners<EmulatorListeners>({
    event: new Set(),
    unreadable: new Set(),
    fault: new Set(),
  });
  const sessions: ObservedSession[] = [];
  const server = await startServer({
    ...{ scenario, faults, latency },
    ...(seed === undefined ? {} : { seed }),
    ...(port === undefined ? {} : { port }),
    ...(token === undefined ? {} : { token }),
    ...(log === undefined ? {} : { log }),
    onFault: (report) => {
      listeners.emit('fault', report);
    },
    observe: () => createObserver({ sessions, keepEvents, listeners }),
  });
  return {
    url: server.url,
    token: server.token,
    scenario: scenario.name,
    get sessions() {
      return [...sessions];
    },
    on: (name, listener) => listeners.add(name, listener),
    close: () => server.close(),
    [Symbol.asyncDispose]: () => server.close(),
  };
}

function scenarioOf(given: EmulatorOptions['scenario'], where: string): Scenario {
  if (given === undefined || typeof given === 'string') return loadScenario(given, where);
  return parseScenario(JSON.stringify(given, undefined, 2), where);
}

function faultsOf(given: EmulatorOptions['faults'], where: string): readonly Fault[] {
  if (given === undefined) return [];
  if (typeof given === 'string') return loadFaults(given, where);
  return parseFaults(JSON.stringify(given, undefined, 2), where);
}
