import { isJsonArray, isJsonObject, type JsonObject } from '../shared/json.js';
import { memberFor, optionFor, resolveShape } from './resolve-shape.js';
import type {
  ArrayShape,
  Fields,
  KeyedShape,
  MapShape,
  NumberShape,
  Shape,
  ShapeTable,
  StringShape,
  TaggedShape,
} from './shape.js';

/** Whether a value fits a shape: true exactly where `problemsOf` finds nothing. */
export type Checker = (value: unknown) => boolean;

/** Checkers of one table in one mode. */
type Known = WeakMap<Shape, Checker>;

interface Compiler {
  readonly strict: boolean;
  readonly table: ShapeTable;
}

const known = new WeakMap<ShapeTable, { readonly strict: Known; readonly lenient: Known }>();

/**
 * The checker of a shape, made once: events come by the thousand, and walking their shapes for each of them takes ten
 * times as long.
 */
export function checkerOf(shape: Shape, strict: boolean, table: ShapeTable): Checker {
  let modes = known.get(table);
  if (modes === undefined) {
    modes = { strict: new WeakMap(), lenient: new WeakMap() };
    known.set(table, modes);
  }
  const checkers = strict ? modes.strict : modes.lenient;
  let checker = checkers.get(shape);
  if (checker === undefined) {
    checker = compile({ strict, table }, shape);
    checkers.set(shape, checker);
  }
  return checker;
}

/** Shapes contain themselves, and a table need not have what no value uses: parts are compiled when a value has them. */
function later({ strict, table }: Compiler, shape: Shape): Checker {
  let checker: Checker | undefined;
  return (value) => (checker ??= checkerOf(shape, strict, table))(value);
}

function compile(outer: Compiler, reference: Shape): Checker {
  const lenient = reference.kind === 'ref' && reference.lenient === true;
  const compiler = lenient ? { ...outer, strict: false } : outer;
  const shape = resolveShape(reference, compiler.table);
  const fits = compileResolved(compiler, shape);
  const { rule } = shape;
  if (rule === undefined || !compiler.strict) return fits;
  return (value) => fits(value) && rule(value).length === 0;
}

function compileResolved(compiler: Compiler, shape: ReturnType<typeof resolveShape>): Checker {
  switch (shape.kind) {
    case 'any':
      return () => true;
    case 'boolean':
      return (value) => typeof value === 'boolean';
    case 'string':
      return compiler.strict ? stringChecker(shape) : (value) => typeof value === 'string';
    case 'number':
      return compiler.strict ? numberChecker(shape) : Number.isFinite;
    case 'array':
      return arrayChecker(compiler, shape);
    case 'map':
      return objectChecker(mapChecker(compiler, shape));
    case 'object':
      return objectChecker(fieldsChecker(compiler, shape.fields));
    case 'tagged':
      return objectChecker(memberChecker(compiler, shape));
    case 'keyed':
      return objectChecker(keyedChecker(compiler, shape));
    case 'either':
      return (value) => {
        const option = optionFor(shape.options, value, compiler.table);
        return option !== undefined && checkerOf(option, compiler.strict, compiler.table)(value);
      };
  }
}

function objectChecker(fits: (value: JsonObject) => boolean): Checker {
  return (value) => isJsonObject(value) && fits(value);
}

function stringChecker({
  values,
  minLength = 0,
  maxLength = Infinity,
  pattern,
}: StringShape): Checker {
  const allowed = values && new Set(values);
  return (value) =>
    typeof value === 'string' &&
    (allowed?.has(value) ?? true) &&
    value.length >= minLength &&
    value.length <= maxLength &&
    (pattern?.test(value) ?? true);
}

function numberChecker({
  integer,
  minimum = -Infinity,
  above = -Infinity,
  maximum = Infinity,
}: NumberShape): Checker {
  return (value) =>
    typeof value === 'number' &&
    Number.isFinite(value) &&
    value >= minimum &&
    value > above &&
    value <= maximum &&
    (!integer || Number.isInteger(value));
}

function arrayChecker(
  compiler: Compiler,
  { items, minItems = 0, maxItems = Infinity }: ArrayShape,
): Checker {
  const fits = later(compiler, items);
  return (value) => {
    if (!isJsonArray(value)) return false;
    if (compiler.strict && (value.length < minItems || value.length > maxItems)) return false;
    for (const item of value) if (!fits(item)) return false;
    return true;
  };
}

function mapChecker(
  { strict, ...compiler }: Compiler,
  { values, maxKeys }: MapShape,
): (value: JsonObject) => boolean {
  if (values.kind === 'any' && maxKeys === undefined) return () => true;
  const fits = later({ strict, ...compiler }, values);
  return (value) => {
    const items = Object.values(value);
    if (strict && items.length > (maxKeys ?? Infinity)) return false;
    return items.every((item) => (item === null && !strict) || fits(item));
  };
}

function fieldsChecker(compiler: Compiler, fields: Fields): (value: JsonObject) => boolean {
  const { strict } = compiler;
  const parts = Object.entries(fields).map(([key, { shape, optional, nullable }]) => ({
    key,
    optional,
    nullable: !strict || nullable,
    fits: later(compiler, shape),
  }));
  return (value) => {
    for (const { key, optional, nullable, fits } of parts) {
      const item: unknown = value[key];
      const isAbsent = item === undefined || (item === null && nullable);
      if (isAbsent ? !optional : !fits(item)) return false;
    }
    return !strict || hasOnly(fields, value);
  };
}

function hasOnly(fields: Fields, value: JsonObject): boolean {
  for (const key of Object.keys(value)) {
    const item: unknown = value[key];
    if (item !== undefined && !Object.hasOwn(fields, key)) return false;
  }
  return true;
}

function memberChecker(
  { strict, table }: Compiler,
  shape: TaggedShape,
): (value: JsonObject) => boolean {
  return (value) => {
    const member = memberFor(shape, value, table);
    if (member !== undefined) return checkerOf(member, strict, table)(value);
    return !strict && typeof value[shape.tag] === 'string';
  };
}

function keyedChecker(compiler: Compiler, { members }: KeyedShape): (value: JsonObject) => boolean {
  const checkers = Object.entries(members).map(
    ([key, fields]) => [key, fieldsChecker(compiler, fields)] as const,
  );
  return (value) => {
    const present = checkers.filter(([key]) => Object.hasOwn(value, key));
    const [only] = present;
    return only !== undefined && present.length === 1 && only[1](value);
  };
}
