/** Listeners by name; each call happens on its own, after the work at hand, so that none can disturb the emulator. */
export class Listeners<Values> {
  readonly #byName: { readonly [Name in keyof Values]: Set<(value: Values[Name]) => void> };

  constructor(byName: { readonly [Name in keyof Values]: Set<(value: Values[Name]) => void> }) {
    this.#byName = byName;
  }

  /** The returned function removes the listener. */
  add<Name extends keyof Values>(name: Name, listener: (value: Values[Name]) => void): () => void {
    // The same function may listen twice.
    const own = (value: Values[Name]): void => {
      listener(value);
    };
    this.#byName[name].add(own);
    return () => {
      this.#byName[name].delete(own);
    };
  }

  has(name: keyof Values): boolean {
    return this.#byName[name].size > 0;
  }

  emit<Name extends keyof Values>(name: Name, value: Values[Name]): void {
    for (const listener of this.#byName[name])
      queueMicrotask(() => {
        listener(value);
      });
  }
}
