import type { Property, TypeNode } from './model.js';
import type { Resolved } from './resolve.js';

type ResolvedModel = ReadonlyMap<string, Resolved>;

/** TypeScript source of the table that the validator walks, not yet formatted. */
export function emitShapes(resolved: ResolvedModel, header: string): string {
  const rows = [...resolved.values()].map(
    (definition) => `${definition.name}: ${shapeOf(resolved, definition)},`,
  );
  const makers = [
    'any',
    'atLeastLong',
    'boolean',
    'either',
    'integer',
    'list',
    'map',
    'nullable',
    'number',
    'object',
    'oneOf',
    'optional',
    'range',
    'ref',
    'required',
    'string',
    'tagged',
  ].filter((maker) => rows.some((row) => new RegExp(`\\b${maker}\\b`).test(row)));
  return [
    header,
    `import { ${makers.join(', ')} } from '../../validation/build-shape.js';`,
    `import type { Shape } from '../../validation/shape.js';`,
    `import type { ShapeName } from './types.js';`,
    `/** The shape of every definition. */\nexport const shapes: Readonly<Record<ShapeName, Shape>> = {\n${rows.join('\n')}\n};`,
  ].join('\n\n');
}

function shapeOf(resolved: ResolvedModel, definition: Resolved): string {
  switch (definition.kind) {
    case 'alias':
      return typeShape(resolved, definition.type);
    case 'union':
      return taggedShape(definition.tag, definition.members);
    case 'object': {
      const fields = [...definition.properties].map(
        ([name, property]) => `${name}: ${fieldShape(resolved, property)},`,
      );
      return `object({ ${fields.join(' ')} })`;
    }
  }
}

function fieldShape(resolved: ResolvedModel, property: Property): string {
  const { optional, nullable } = property;
  const maker = nullable ? 'nullable' : optional ? 'optional' : 'required';
  return `${maker}(${typeShape(resolved, property.type)})`;
}

function typeShape(resolved: ResolvedModel, type: TypeNode): string {
  switch (type.kind) {
    case 'any':
    case 'boolean':
      return type.kind;
    case 'string':
      if (type.values !== undefined) return `oneOf(${type.values.map(quoted).join(', ')})`;
      return type.minLength === undefined ? 'string' : `atLeastLong(${type.minLength})`;
    case 'number': {
      const of = type.integer ? 'integer' : 'number';
      if (type.minimum === undefined && type.maximum === undefined) return of;
      return call('range', quoted(of), type.minimum, type.maximum);
    }
    case 'array':
      return call('list', typeShape(resolved, type.items), type.minItems, type.maxItems);
    case 'map':
      return `map(${typeShape(resolved, type.values)})`;
    case 'ref':
      return `ref(${quoted(type.name)})`;
    case 'either':
      return eitherShape(resolved, type.options);
  }
}

/** Objects among the options become one tagged union, so that a value is held against one member. */
function eitherShape(resolved: ResolvedModel, options: readonly TypeNode[]): string {
  const others: string[] = [];
  const members = new Map<string, string>();
  for (const option of options) {
    const tags =
      option.kind === 'ref' ? tagValues(resolved, option.name) : new Map<string, string>();
    for (const [value, name] of tags) members.set(value, name);
    if (tags.size === 0) others.push(typeShape(resolved, option));
  }
  if (members.size === 0) return call('either', ...others);
  const union = taggedShape('type', members);
  return others.length === 0 ? union : call('either', ...others, union);
}

function tagValues(resolved: ResolvedModel, name: string): ReadonlyMap<string, string> {
  const definition = resolved.get(name);
  if (definition?.kind === 'union')
    return definition.tag === 'type' ? definition.members : new Map();
  if (definition?.kind !== 'object') return new Map();
  const type = definition.properties.get('type')?.type;
  const values = type?.kind === 'string' ? (type.values ?? []) : [];
  return new Map(values.map((value) => [value, name]));
}

function taggedShape(tag: string, members: ReadonlyMap<string, string>): string {
  const rows = [...members].map(([value, name]) => `${quoted(value)}: ${quoted(name)},`);
  return `tagged(${quoted(tag)}, { ${rows.join(' ')} })`;
}

function call(maker: string, ...values: readonly (string | number | undefined)[]): string {
  const last = values.findLastIndex((value) => value !== undefined);
  return `${maker}(${values
    .slice(0, last + 1)
    .map(String)
    .join(', ')})`;
}

function quoted(text: string): string {
  return `'${text}'`;
}
