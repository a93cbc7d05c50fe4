import { startEmulatorThread, type EmulatorThread } from '../session/emulator-thread.js';

/** Emulators that the sessions of a run share, one for each scenario: a thread takes longer to start than a session. */
export class EmulatorPool {
  readonly #shared = new Map<string, Promise<SharedEmulator>>();

  /** In place of `startEmulatorThread`: what it gives is closed with the pool, or by its user. */
  readonly start: typeof startEmulatorThread = async (options) => {
    // Faults count connections, which are those of one session.
    if (options.faultsPath !== undefined) return startEmulatorThread(options);
    const key = JSON.stringify(options);
    let shared = this.#shared.get(key);
    if (shared === undefined) {
      shared = startEmulatorThread(options).then((thread) => new SharedEmulator(thread));
      this.#shared.set(key, shared);
    }
    return (await shared).lend();
  };

  /** Idempotent. */
  async close(): Promise<void> {
    const all = [...this.#shared.values()];
    this.#shared.clear();
    await Promise.allSettled(all.map(async (shared) => (await shared).thread.close()));
  }
}

class SharedEmulator {
  readonly thread: EmulatorThread;
  readonly #listeners = new Set<(reason: string) => void>();

  constructor(thread: EmulatorThread) {
    this.thread = thread;
    thread.onCrash((reason) => {
      for (const listener of this.#listeners) listener(reason);
    });
  }

  lend(): EmulatorThread {
    const { url, token } = this.thread;
    const mine = new Set<(reason: string) => void>();
    return {
      url,
      token,
      onCrash: (listener) => {
        mine.add(listener);
        this.#listeners.add(listener);
      },
      close: () => {
        for (const listener of mine) this.#listeners.delete(listener);
        return Promise.resolve();
      },
    };
  }
}
