import { mkdtemp, rmdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Secrets } from '../../shared/secrets/registry.js';
import { EmulatorPool } from './emulator-pool.js';
import type { RunSurroundings } from './run-once.js';

/** What the sessions of a run share: emulators, the signals, what must not be shown. */
export class SharedByRuns {
  readonly surroundings: RunSurroundings;
  readonly #emulators = new EmulatorPool();
  readonly #open = new Map<Secrets, () => Promise<void>>();
  #temporary: Promise<string> | undefined;

  constructor(outside: Promise<number>, env: NodeJS.ProcessEnv, tell: (text: string) => void) {
    this.surroundings = {
      outside,
      startEmulator: this.#emulators.start,
      temporaryFolder: () => (this.#temporary ??= mkdtemp(join(tmpdir(), 'voicelive-run-'))),
      env,
      tell,
      enter: (secrets, close) => {
        this.#open.set(secrets, close);
        return () => this.#open.delete(secrets);
      },
    };
  }

  /** Hides what any of the open sessions must not show. */
  readonly hide = <Value>(value: Value): Value =>
    [...this.#open.keys()].reduce((hidden, secrets) => secrets.hide(hidden), value);

  /** Idempotent. */
  async close(): Promise<void> {
    await Promise.allSettled([...this.#open.values()].map((close) => close()));
    await this.#emulators.close();
    const folder = await this.#temporary;
    // Recordings of runs that did not pass stay.
    if (folder !== undefined) await rmdir(folder).catch(() => undefined);
  }
}
