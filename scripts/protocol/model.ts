import type { JsonValue } from '../../src/shared/json.js';

/** The API description as the generator sees it: definitions by name. Corrections change it in place. */
export type Model = Map<string, Definition>;

export type Definition = ObjectDefinition | AliasDefinition;

/** `base` and `tagValue`: the union it is a member of, and its discriminator value there. */
export interface ObjectDefinition {
  readonly kind: 'object';
  readonly description: string;
  readonly base: string | undefined;
  readonly tagValue: string | undefined;
  /** The property that tells the members of this union apart, if it is one. */
  readonly discriminator: string | undefined;
  readonly properties: Map<string, Property>;
  /** Members that belong to another union by inheritance. */
  readonly guests: string[];
}

interface AliasDefinition {
  readonly kind: 'alias';
  readonly description: string;
  readonly type: TypeNode;
}

export interface Property {
  readonly type: TypeNode;
  readonly optional: boolean;
  readonly nullable: boolean;
  readonly description: string;
  readonly defaultValue: JsonValue | undefined;
}

export type TypeNode =
  | { readonly kind: 'any' | 'boolean' }
  | StringNode
  | NumberNode
  | ArrayNode
  | { readonly kind: 'map'; readonly values: TypeNode }
  | { readonly kind: 'ref'; readonly name: string }
  | { readonly kind: 'either'; readonly options: readonly TypeNode[] };

interface StringNode {
  readonly kind: 'string';
  readonly values: readonly string[] | undefined;
  readonly minLength: number | undefined;
}

interface NumberNode {
  readonly kind: 'number';
  readonly integer: boolean;
  readonly minimum: number | undefined;
  readonly maximum: number | undefined;
}

interface ArrayNode {
  readonly kind: 'array';
  readonly items: TypeNode;
  readonly minItems: number | undefined;
  readonly maxItems: number | undefined;
}

export function stringNode(values?: readonly string[], minLength?: number): TypeNode {
  return { kind: 'string', values, minLength };
}

export function definitionOf(model: Model, name: string): Definition {
  const definition = model.get(name);
  if (definition === undefined) throw new Error(`no definition named ${name}`);
  return definition;
}

export function objectOf(model: Model, name: string): ObjectDefinition {
  const definition = definitionOf(model, name);
  if (definition.kind !== 'object') throw new Error(`${name} is not an object`);
  return definition;
}

export function propertyOf(model: Model, name: string, property: string): Property {
  const found = objectOf(model, name).properties.get(property);
  if (found === undefined) throw new Error(`${name} has no property ${property}`);
  return found;
}
