import type { Correction } from '../../src/protocol/correction.js';
import {
  definitionOf,
  objectOf,
  propertyOf,
  stringNode,
  type Model,
  type Property,
} from './model.js';
import { parseTypeExpression } from './type-expression.js';

/** Applies corrections to the model, in place. Throws, naming the correction, when one does not fit. */
export function applyCorrections(model: Model, corrections: readonly Correction[]): void {
  const ids = new Set<string>();
  for (const correction of corrections) {
    if (ids.has(correction.id)) throw new Error(`two corrections are called ${correction.id}`);
    ids.add(correction.id);
    try {
      apply(model, correction);
    } catch (cause) {
      throw new Error(`correction ${correction.id} does not fit the API description`, { cause });
    }
  }
}

function apply(model: Model, correction: Correction): void {
  switch (correction.change) {
    case 'add-definition': {
      if (model.has(correction.name)) throw new Error(`${correction.name} exists`);
      const [base, tagValue] = correction.extends ?? [undefined, undefined];
      if (base !== undefined) objectOf(model, base);
      const properties = readProperties(correction.properties);
      const { name, description } = correction;
      model.set(name, {
        kind: 'object',
        description,
        base,
        tagValue,
        discriminator: undefined,
        properties,
        guests: [],
      });
      return;
    }
    case 'define': {
      const { description } = definitionOf(model, correction.name);
      const type = parseTypeExpression(correction.type);
      model.set(correction.name, { kind: 'alias', description, type });
      return;
    }
    case 'add-values': {
      const definition = definitionOf(model, correction.name);
      if (definition.kind !== 'alias' || definition.type.kind !== 'string') {
        throw new Error(`${correction.name} is not an enum`);
      }
      const values = [...(definition.type.values ?? []), ...correction.values];
      model.set(correction.name, { ...definition, type: stringNode(values) });
      return;
    }
    case 'add-member':
      objectOf(model, correction.union).guests.push(correction.member);
      return;
    case 'add-properties':
      for (const name of correction.on) {
        const { properties } = objectOf(model, name);
        for (const [key, property] of readProperties(correction.properties)) {
          if (properties.has(key)) throw new Error(`${name} has ${key} already`);
          properties.set(key, property);
        }
      }
      return;
    case 'replace-types':
      for (const [key, type] of Object.entries(correction.properties)) {
        change(model, correction.on, key, { type: parseTypeExpression(type) });
      }
      return;
    case 'set-defaults':
      for (const [key, defaultValue] of Object.entries(correction.properties)) {
        change(model, correction.on, key, { defaultValue });
      }
      return;
    case 'make-optional':
      for (const key of correction.properties) {
        const having = correction.on.filter((name) => objectOf(model, name).properties.has(key));
        if (having.length === 0) throw new Error(`none of them has ${key}`);
        change(model, having, key, { optional: true });
      }
      return;
    case 'make-nullable':
      for (const key of correction.properties) {
        change(model, correction.on, key, { nullable: true });
      }
      return;
    case 'rename':
      for (const name of correction.on) rename(model, name, correction.properties);
      return;
  }
}

function change(
  model: Model,
  names: readonly string[],
  key: string,
  update: Partial<Property>,
): void {
  for (const name of names) {
    const property = propertyOf(model, name, key);
    objectOf(model, name).properties.set(key, { ...property, ...update });
  }
}

function rename(model: Model, name: string, names: Readonly<Record<string, string>>): void {
  const { properties } = objectOf(model, name);
  const before = [...properties];
  for (const key of Object.keys(names)) propertyOf(model, name, key);
  properties.clear();
  for (const [key, property] of before) properties.set(names[key] ?? key, property);
}

function readProperties(properties: Readonly<Record<string, string>>): Map<string, Property> {
  const read = new Map<string, Property>();
  for (const [key, type] of Object.entries(properties)) {
    const optional = key.endsWith('?');
    read.set(optional ? key.slice(0, -1) : key, {
      type: parseTypeExpression(type),
      optional,
      nullable: false,
      description: '',
      defaultValue: undefined,
    });
  }
  return read;
}
