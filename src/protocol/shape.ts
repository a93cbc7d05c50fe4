/** What a value of the protocol must look like; `generated/shapes.ts` has one for each definition. */
export type Shape =
  | { readonly kind: 'any' }
  | { readonly kind: 'boolean' }
  | StringShape
  | NumberShape
  | ArrayShape
  | { readonly kind: 'map'; readonly values: Shape }
  | { readonly kind: 'object'; readonly fields: Readonly<Record<string, Field>> }
  | TaggedShape
  | { readonly kind: 'either'; readonly options: readonly Shape[] }
  | { readonly kind: 'ref'; readonly name: string };

/** `values`: the known ones; the service may know more. */
export interface StringShape {
  readonly kind: 'string';
  readonly values?: readonly string[];
  readonly minLength?: number;
}

export interface NumberShape {
  readonly kind: 'number';
  readonly integer: boolean;
  readonly minimum?: number;
  readonly maximum?: number;
}

export interface ArrayShape {
  readonly kind: 'array';
  readonly items: Shape;
  readonly minItems?: number;
  readonly maxItems?: number;
}

/** A discriminated union: the string in property `tag` chooses the member, a name of the table. */
export interface TaggedShape {
  readonly kind: 'tagged';
  readonly tag: string;
  readonly members: Readonly<Record<string, string>>;
}

/** `nullable`: null has a meaning of its own (it switches the option off). */
export interface Field {
  readonly shape: Shape;
  readonly optional: boolean;
  readonly nullable: boolean;
}

export const any: Shape = { kind: 'any' };
export const boolean: Shape = { kind: 'boolean' };
export const string: Shape = { kind: 'string' };
export const number: Shape = { kind: 'number', integer: false };
export const integer: Shape = { kind: 'number', integer: true };

export function oneOf(...values: readonly string[]): Shape {
  return { kind: 'string', values };
}

export function atLeastLong(minLength: number): Shape {
  return { kind: 'string', minLength };
}

export function range(of: 'integer' | 'number', minimum?: number, maximum?: number): Shape {
  return {
    kind: 'number',
    integer: of === 'integer',
    ...(minimum === undefined ? {} : { minimum }),
    ...(maximum === undefined ? {} : { maximum }),
  };
}

export function list(items: Shape, minItems?: number, maxItems?: number): Shape {
  return {
    kind: 'array',
    items,
    ...(minItems === undefined ? {} : { minItems }),
    ...(maxItems === undefined ? {} : { maxItems }),
  };
}

export function map(values: Shape): Shape {
  return { kind: 'map', values };
}

export function object(fields: Readonly<Record<string, Field>>): Shape {
  return { kind: 'object', fields };
}

export function tagged(tag: string, members: Readonly<Record<string, string>>): Shape {
  return { kind: 'tagged', tag, members };
}

export function either(...options: readonly Shape[]): Shape {
  return { kind: 'either', options };
}

export function ref(name: string): Shape {
  return { kind: 'ref', name };
}

export function required(shape: Shape): Field {
  return { shape, optional: false, nullable: false };
}

export function optional(shape: Shape): Field {
  return { shape, optional: true, nullable: false };
}

export function nullable(shape: Shape): Field {
  return { shape, optional: true, nullable: true };
}
