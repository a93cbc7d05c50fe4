import type { Problem } from './problem.js';

/**
 * What a value must look like, as data: the validator, the generated protocol, the files of the user and the lines of a
 * recording all describe themselves with it. The builders also carry the TypeScript type of the values (`Infer`).
 */
export type Shape =
  | AnyShape
  | BooleanShape
  | StringShape
  | NumberShape
  | ArrayShape
  | MapShape
  | ObjectShape
  | TaggedShape
  | KeyedShape
  | EitherShape
  | RefShape;

interface Described {
  /** Words that follow "expected" in place of those made from the shape. */
  readonly expected?: string;
  /** What holds between the parts of a value; not part of a lenient check. */
  readonly rule?: Rule;
}

/**
 * Finds the problems of a value, with their places counted from the value. It gets values whose parts do not fit, too, so
 * that all problems come at once: it passes over parts that are not as expected.
 */
export type Rule = (value: unknown) => readonly Problem[];

export interface AnyShape extends Described {
  readonly kind: 'any';
}

/** `only`: the one value that is allowed. */
export interface BooleanShape extends Described {
  readonly kind: 'boolean';
  readonly only?: boolean;
}

/** `values`: the known ones; a lenient check lets others pass. */
export interface StringShape extends Described {
  readonly kind: 'string';
  readonly values?: readonly string[];
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly pattern?: RegExp;
}

/** Limits are inclusive, apart from `above`. */
export interface NumberShape extends Described {
  readonly kind: 'number';
  readonly integer: boolean;
  readonly minimum?: number;
  readonly above?: number;
  readonly maximum?: number;
}

export interface ArrayShape extends Described {
  readonly kind: 'array';
  readonly items: Shape;
  readonly minItems?: number;
  readonly maxItems?: number;
}

/** An object with any keys. */
export interface MapShape extends Described {
  readonly kind: 'map';
  readonly values: Shape;
  readonly maxKeys?: number;
}

export interface ObjectShape extends Described {
  readonly kind: 'object';
  readonly fields: Fields;
  readonly minKeys?: number;
}

/** A discriminated union: the string in property `tag` chooses the member, a shape or the name of one in the table. */
export interface TaggedShape extends Described {
  readonly kind: 'tagged';
  readonly tag: string;
  readonly members: Readonly<Record<string, string | Shape>>;
}

/** A union of objects told apart by which one of the keys in `members` they have. */
export interface KeyedShape extends Described {
  readonly kind: 'keyed';
  readonly members: Readonly<Record<string, Fields>>;
}

/** The first option whose JSON kind is that of the value applies. */
export interface EitherShape extends Described {
  readonly kind: 'either';
  readonly options: readonly Shape[];
}

/** A shape of the table by its name. */
export interface RefShape extends Described {
  readonly kind: 'ref';
  readonly name: string;
  /** Checked leniently also where the rest is strict. */
  readonly lenient?: true;
}

/** `nullable`: null has a meaning of its own (it switches the option off). `about`: for people who write the value. */
export interface Field {
  readonly shape: Shape;
  readonly optional: boolean;
  readonly nullable: boolean;
  readonly about?: string;
}

export type Fields = Readonly<Record<string, Field>>;

/** Shapes by name, for references and the members of unions. */
export type ShapeTable = Readonly<Record<string, Shape>>;
