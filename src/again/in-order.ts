/** Values by name: those of one name are given out in their order, and the last one again and again. */
export class InOrder<Value> {
  readonly #byKey = new Map<string, { readonly values: Value[]; next: number }>();

  add(key: string, value: Value): void {
    const found = this.#byKey.get(key);
    if (found === undefined) this.#byKey.set(key, { values: [value], next: 0 });
    else found.values.push(value);
  }

  take(key: string): Value | undefined {
    const found = this.#byKey.get(key);
    if (found === undefined) return undefined;
    const value = found.values[Math.min(found.next, found.values.length - 1)];
    found.next += 1;
    return value;
  }
}
