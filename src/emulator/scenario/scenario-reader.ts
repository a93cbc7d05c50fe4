import { isJsonArray, isJsonObject, type JsonObject, type JsonValue } from '../../shared/json.js';
import { VoiceliveError } from '../../shared/errors.js';
import { nearest } from '../../shared/suggest.js';

function shown(value: JsonValue | undefined): string {
  if (value === undefined) return 'nothing';
  const text = JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}

/** Reads one value of a scenario file; every error names its path. */
export class Reader {
  readonly #value: JsonValue | undefined;
  readonly #path: string;
  readonly #source: string;

  constructor(value: JsonValue | undefined, path: string, source: string) {
    this.#value = value;
    this.#path = path;
    this.#source = source;
  }

  get value(): JsonValue | undefined {
    return this.#value;
  }

  get present(): boolean {
    return this.#value !== undefined && this.#value !== null;
  }

  /** @throws VoiceliveError always, exit code 2 */
  fail(expected: string, suggestion?: string): never {
    const place = this.#path === '' ? 'the file' : this.#path;
    throw new VoiceliveError(
      `${this.#source}: ${place}: found ${shown(this.#value)}, expected ${expected}.`,
      {
        code: 'invalid-scenario',
        exitCode: 2,
        hint:
          suggestion === undefined
            ? 'The format of scenario files is described in docs/emulator.md.'
            : `Did you mean "${suggestion}"?`,
      },
    );
  }

  /** The object here; fails on unknown keys. */
  object(keys: readonly string[]): JsonObject {
    const value = this.#value;
    if (!isJsonObject(value)) return this.fail(`an object with ${keys.join(', ')}`);
    for (const key of Object.keys(value)) {
      if (keys.includes(key)) continue;
      new Reader(key, this.#join(key), this.#source).fail(
        `one of ${keys.join(', ')}`,
        nearest(key, keys),
      );
    }
    return value;
  }

  /** A reader for a field of the object here, even when it is absent. */
  at(key: string): Reader {
    const value = isJsonObject(this.#value) ? this.#value[key] : undefined;
    return new Reader(value, this.#join(key), this.#source);
  }

  entries(): readonly (readonly [string, Reader])[] {
    const value = this.#value;
    if (!isJsonObject(value)) return this.fail('an object');
    return Object.keys(value).map((key) => [key, this.at(key)] as const);
  }

  list(): readonly Reader[] {
    const value = this.#value;
    if (!isJsonArray(value) || value.length === 0) return this.fail('a list that is not empty');
    return value.map(
      (element, index) => new Reader(element, `${this.#path}[${index}]`, this.#source),
    );
  }

  text(): string {
    const value = this.#value;
    if (typeof value !== 'string' || value.trim() === '') return this.fail('a text');
    return value.trim();
  }

  /** A list of texts, or one text. */
  texts(): readonly string[] {
    return typeof this.#value === 'string'
      ? [this.text()]
      : this.list().map((element) => element.text());
  }

  oneOf<T extends string>(choices: readonly T[], fallback: T): T {
    if (!this.present) return fallback;
    const found = choices.find((choice) => choice === this.#value);
    if (found !== undefined) return found;
    const suggestion = typeof this.#value === 'string' ? nearest(this.#value, choices) : undefined;
    return this.fail(`one of ${choices.join(', ')}`, suggestion);
  }

  boolean(fallback: boolean): boolean {
    if (!this.present) return fallback;
    return typeof this.#value === 'boolean' ? this.#value : this.fail('true or false');
  }

  positive(): number {
    const value = this.#value;
    return typeof value === 'number' && value > 0 ? value : this.fail('a number above 0');
  }

  #join(key: string): string {
    return this.#path === '' ? key : `${this.#path}.${key}`;
  }
}
