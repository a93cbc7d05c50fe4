import type { JsonObject } from '../shared/json.js';
import type {
  AnyShape,
  ArrayShape,
  BooleanShape,
  EitherShape,
  Field,
  Fields,
  KeyedShape,
  MapShape,
  NumberShape,
  ObjectShape,
  RefShape,
  Rule,
  Shape,
  StringShape,
  TaggedShape,
} from './shape.js';

/** A shape whose valid values have type `Value`; the type is never stored. */
export type Typed<Value, Of extends Shape = Shape> = Of & { readonly infer?: Value };

/** The type of the values that fit a shape made by these builders. */
export type Infer<Of> = Of extends { readonly infer?: infer Value } ? Value : unknown;

type RequiredField<Value> = Field & { readonly optional: false; readonly infer?: Value };
type OptionalField<Value> = Field & { readonly optional: true; readonly infer?: Value };

type InferFields<Of extends Fields> = {
  readonly [Key in keyof Of as Of[Key] extends { optional: true } ? never : Key]: Infer<Of[Key]>;
} & {
  readonly [Key in keyof Of as Of[Key] extends { optional: true } ? Key : never]?: Infer<Of[Key]>;
};

type InferMembers<Common extends Fields, Members extends Readonly<Record<string, Fields>>> = {
  readonly [Key in keyof Members]: InferFields<Common> & InferFields<Members[Key]>;
}[keyof Members];

export const any: Typed<unknown, AnyShape> = { kind: 'any' };
/** A JSON object of any content. */
export const json: Typed<JsonObject, MapShape> = { kind: 'map', values: any };
export const boolean: Typed<boolean, BooleanShape> = { kind: 'boolean' };
/** For keys that switch something on by being there. */
export const yes: Typed<true, BooleanShape> = { kind: 'boolean', only: true };
export const string: Typed<string, StringShape> = { kind: 'string' };
export const number: Typed<number, NumberShape> = { kind: 'number', integer: false };
export const integer: Typed<number, NumberShape> = { kind: 'number', integer: true };

export function oneOf<const Values extends readonly string[]>(
  ...values: Values
): Typed<Values[number], StringShape> {
  return { kind: 'string', values };
}

export function atLeastLong(minLength: number): Typed<string, StringShape> {
  return { kind: 'string', minLength };
}

/** A string that matches `pattern`; `expected` says what that means, in the words after "expected". */
export function matching(pattern: RegExp, expected: string): Typed<string, StringShape> {
  return { kind: 'string', pattern, expected };
}

export function range(
  of: 'integer' | 'number',
  minimum?: number,
  maximum?: number,
): Typed<number, NumberShape> {
  return {
    kind: 'number',
    integer: of === 'integer',
    ...(minimum === undefined ? {} : { minimum }),
    ...(maximum === undefined ? {} : { maximum }),
  };
}

export function list<Item extends Shape>(
  items: Item,
  minItems?: number,
  maxItems?: number,
): Typed<readonly Infer<Item>[], ArrayShape> {
  return {
    kind: 'array',
    items,
    ...(minItems === undefined ? {} : { minItems }),
    ...(maxItems === undefined ? {} : { maxItems }),
  };
}

/** A list of exactly two. */
export function pair<Item extends Shape>(
  items: Item,
): Typed<readonly [Infer<Item>, Infer<Item>], ArrayShape> {
  return { kind: 'array', items, minItems: 2, maxItems: 2 };
}

export function map<Value extends Shape>(
  values: Value,
  maxKeys?: number,
): Typed<Readonly<Record<string, Infer<Value>>>, MapShape> {
  return { kind: 'map', values, ...(maxKeys === undefined ? {} : { maxKeys }) };
}

export function object<const Of extends Fields>(fields: Of): Typed<InferFields<Of>, ObjectShape> {
  return { kind: 'object', fields };
}

export function tagged(
  tag: string,
  members: Readonly<Record<string, string>>,
): Typed<unknown, TaggedShape> {
  return { kind: 'tagged', tag, members };
}

/**
 * Objects that the string in property `tag` tells apart, with fields that all of them have. The members' own shapes name
 * neither.
 */
export function variants<
  const Tag extends string,
  const Members extends Readonly<Record<string, Typed<unknown, VariantShape>>>,
  const Common extends Fields,
>(
  tag: Tag,
  members: Members,
  common: Common,
): Typed<Variant<Tag, Members> & InferFields<Common>, TaggedShape> {
  const tagged = Object.entries(members).map(([value, member]): [string, Shape] => [
    value,
    withFields(member, { ...common, [tag]: required(oneOf(value)) }),
  ]);
  return { kind: 'tagged', tag, members: Object.fromEntries(tagged) };
}

/** What a member of `variants` may be: an object, or variants again. */
export type VariantShape = ObjectShape | TaggedShape;

type Variant<Tag extends string, Members> = {
  readonly [Value in keyof Members]: { readonly [Key in Tag]: Value } & Infer<Members[Value]>;
}[keyof Members];

function withFields(shape: Shape, more: Fields): Shape {
  switch (shape.kind) {
    case 'object':
      return { ...shape, fields: { ...more, ...shape.fields } };
    case 'tagged': {
      const members = Object.entries(shape.members).map(
        ([value, member]): [string, string | Shape] => [
          value,
          typeof member === 'string' ? member : withFields(member, more),
        ],
      );
      return { ...shape, members: Object.fromEntries(members) };
    }
    default:
      return shape;
  }
}

/**
 * An object with exactly one of the keys in `members`, which decides what else it may have; `common` are the fields that
 * every member has.
 */
export function keyed<
  const Common extends Fields,
  const Members extends Readonly<Record<string, Fields>>,
>(common: Common, members: Members): Typed<InferMembers<Common, Members>, KeyedShape> {
  const whole = Object.entries<Fields>(members).map(([key, fields]): [string, Fields] => [
    key,
    { ...common, ...fields },
  ]);
  return { kind: 'keyed', members: Object.fromEntries(whole) };
}

export function either<const Options extends readonly Shape[]>(
  ...options: Options
): Typed<Infer<Options[number]>, EitherShape> {
  return { kind: 'either', options };
}

export function ref(name: string): Typed<unknown, RefShape> {
  return { kind: 'ref', name };
}

/** A shape of the table that is always checked leniently: another program decides what belongs to it. */
export function foreign<Value>(name: string): Typed<Value, RefShape> {
  return { kind: 'ref', name, lenient: true };
}

/**
 * The same shape, for values of a type that was declared elsewhere: a difference between the two, also in an optional key,
 * does not compile.
 */
export function exactly<Value>(): <Inferred, Of extends Shape>(
  shape: Typed<Inferred, Of> & (Same<Value, Inferred> extends true ? unknown : never),
) => Typed<Value, Of>;
export function exactly() {
  return (shape: Shape): Shape => shape;
}

/**
 * A shape for every member of a union that the string in `type` tells apart, for the rest of the member's keys. A member
 * without its shape, or with one that differs from it, does not compile.
 */
export function everyType<Union extends { readonly type: string }>(): <
  const Shapes extends Readonly<Record<string, Typed<unknown, VariantShape>>>,
>(
  shapes: Shapes & { readonly [Type in Union['type']]: Fitting<Body<Union, Type>, Shapes, Type> },
) => Shapes;
export function everyType() {
  return (shapes: never): never => shapes;
}

type Fitting<Value, Shapes, Type> = Type extends keyof Shapes
  ? Same<Value, Infer<Shapes[Type]>> extends true
    ? unknown
    : never
  : VariantShape;

type Body<Union, Type> = Union extends { readonly type: Type } ? Omit<Union, 'type'> : never;

type Same<A, B> = [A, B, Required<A>, Required<B>] extends [B, A, Required<B>, Required<A>]
  ? true
  : false;

/** The same shape, described in errors by `expected`. */
export function called<Of extends Shape>(shape: Of, expected: string): Of {
  return { ...shape, expected };
}

/** The same shape with a rule on top of it. */
export function withRule<Of extends Shape>(shape: Of, rule: Rule): Of {
  return { ...shape, rule };
}

/** The same field, with a line for people who write it, as documentation and editors show it. */
export function explained<Of extends Field>(about: string, field: Of): Of {
  return { ...field, about };
}

export function required<Of extends Shape>(shape: Of): RequiredField<Infer<Of>> {
  return { shape, optional: false, nullable: false };
}

export function optional<Of extends Shape>(shape: Of): OptionalField<Infer<Of>> {
  return { shape, optional: true, nullable: false };
}

/** As `optional`, where the key may also stand without a value, which JSON leaves out. */
export function maybe<Of extends Shape>(shape: Of): OptionalField<Infer<Of> | undefined> {
  return optional(shape);
}

export function nullable<Of extends Shape>(shape: Of): OptionalField<Infer<Of> | null> {
  return { shape, optional: true, nullable: true };
}
