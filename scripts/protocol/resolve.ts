import {
  definitionOf,
  objectOf,
  stringNode,
  type Model,
  type Property,
  type TypeNode,
} from './model.js';

/** A definition with inheritance resolved: members carry what they inherit, unions name their members. */
export type Resolved = ResolvedObject | ResolvedUnion | ResolvedAlias;

interface ResolvedObject {
  readonly kind: 'object';
  readonly name: string;
  readonly description: string;
  readonly properties: ReadonlyMap<string, Property>;
}

/** `members`: names of definitions by discriminator value; a member may be a union itself. */
interface ResolvedUnion {
  readonly kind: 'union';
  readonly name: string;
  readonly description: string;
  readonly tag: string;
  readonly members: ReadonlyMap<string, string>;
}

interface ResolvedAlias {
  readonly kind: 'alias';
  readonly name: string;
  readonly description: string;
  readonly type: TypeNode;
}

/** Resolves every definition, sorted by name. Throws when a named event has no definition. */
export function resolve(model: Model): ReadonlyMap<string, Resolved> {
  const resolved = new Map<string, Resolved>();
  for (const name of [...model.keys()].sort()) resolved.set(name, resolveOne(model, name));
  for (const union of [...resolved.values()]) {
    if (union.kind === 'union') completeTagEnum(model, resolved, union);
  }
  return resolved;
}

function resolveOne(model: Model, name: string): Resolved {
  const definition = definitionOf(model, name);
  const { description } = definition;
  if (definition.kind === 'alias')
    return { kind: 'alias', name, description, type: definition.type };
  const tag = definition.discriminator;
  if (tag === undefined) {
    return { kind: 'object', name, description, properties: inherited(model, name) };
  }
  const members = new Map<string, string>();
  for (const [member, candidate] of model) {
    if (candidate.kind !== 'object') continue;
    if (candidate.base !== name && !definition.guests.includes(member)) continue;
    if (candidate.tagValue === undefined || members.has(candidate.tagValue)) {
      throw new Error(`${member} has no discriminator value of its own in ${name}`);
    }
    members.set(candidate.tagValue, member);
  }
  return { kind: 'union', name, description, tag, members };
}

/** Own and inherited properties; a discriminator becomes the literal of this member. */
function inherited(model: Model, name: string): ReadonlyMap<string, Property> {
  const properties = new Map<string, Property>();
  const { base, tagValue, properties: own } = objectOf(model, name);
  if (base !== undefined) {
    for (const [key, property] of inherited(model, base)) properties.set(key, property);
    const { discriminator } = objectOf(model, base);
    if (discriminator !== undefined && tagValue !== undefined) {
      properties.set(discriminator, {
        type: stringNode([tagValue]),
        optional: false,
        nullable: false,
        description: '',
        defaultValue: undefined,
      });
    }
  }
  for (const [key, property] of own) properties.set(key, property);
  return properties;
}

/**
 * The enum behind a discriminator gets the values that corrections added to the union. The two event
 * enums must not name an event without a definition.
 */
function completeTagEnum(
  model: Model,
  resolved: Map<string, Resolved>,
  union: ResolvedUnion,
): void {
  const type = objectOf(model, union.name).properties.get(union.tag)?.type;
  if (type?.kind !== 'ref') return;
  const alias = resolved.get(type.name);
  if (alias?.kind !== 'alias' || alias.type.kind !== 'string') return;
  const values = alias.type.values ?? [];
  if (union.name.endsWith('Event')) {
    const bare = values.filter((value) => !union.members.has(value));
    if (bare.length > 0)
      throw new Error(`${union.name} names ${bare.join(', ')} without definition`);
  }
  const all = new Set([...values, ...union.members.keys()]);
  resolved.set(type.name, { ...alias, type: stringNode([...all]) });
}
