import { isJsonArray, isJsonObject, type JsonObject, type JsonValue } from '../shared/json.js';

/** A line of a recording does not have the shape of an input. */
export class UnfitLine extends Error {}

/** The fields of a JSON object, checked as they are read; each method throws `UnfitLine` when the field does not fit. */
export class Fields {
  readonly #object: JsonObject;

  constructor(value: JsonValue | undefined) {
    if (!isJsonObject(value)) throw new UnfitLine();
    this.#object = value;
  }

  text(name: string): string {
    const value = this.#object[name];
    if (typeof value !== 'string') throw new UnfitLine();
    return value;
  }

  number(name: string): number {
    const value = this.#object[name];
    if (typeof value !== 'number') throw new UnfitLine();
    return value;
  }

  flag(name: string): boolean {
    const value = this.#object[name];
    if (typeof value !== 'boolean') throw new UnfitLine();
    return value;
  }

  oneOf<Name extends string>(name: string, ...names: readonly Name[]): Name {
    const found = names.find((candidate) => candidate === this.#object[name]);
    if (found === undefined) throw new UnfitLine();
    return found;
  }

  object(name: string): JsonObject {
    const value = this.#object[name];
    if (!isJsonObject(value)) throw new UnfitLine();
    return value;
  }

  fields(name: string): Fields {
    return new Fields(this.#object[name]);
  }

  list<Item>(name: string, read: (fields: Fields) => Item): readonly Item[] {
    const value = this.#object[name];
    if (value === undefined || !isJsonArray(value)) throw new UnfitLine();
    return value.map((item) => read(new Fields(item)));
  }

  /** `{ [name]: … }` when the field is there, else `{}`: to be spread. */
  optional<Name extends string, Value>(
    name: Name,
    read: (name: Name) => Value,
  ): Partial<Record<Name, Value>> {
    const found: Partial<Record<Name, Value>> = {};
    if (this.#object[name] !== undefined) found[name] = read(name);
    return found;
  }
}
