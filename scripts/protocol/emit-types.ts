import type { Property, TypeNode } from './model.js';
import type { Resolved } from './resolve.js';

/** TypeScript source of one type for each definition, not yet formatted. */
export function emitTypes(resolved: ReadonlyMap<string, Resolved>, header: string): string {
  const types = [...resolved.values()].map((definition) => {
    return `${docComment([definition.description])}export type ${definition.name} = ${body(definition)};`;
  });
  const table = [...resolved.keys()].map((name) => `readonly ${name}: ${name};`);
  return [
    header,
    `import type { JsonObject, JsonValue } from '../../shared/json.js';`,
    ...types,
    `/** Every definition by its name. */\nexport interface Definitions {\n${table.join('\n')}\n}`,
    `/** Name of a definition that a value can be checked against. */\nexport type ShapeName = keyof Definitions;`,
  ].join('\n\n');
}

function body(definition: Resolved): string {
  switch (definition.kind) {
    case 'alias':
      return typeText(definition.type);
    case 'union':
      return [...new Set(definition.members.values())].join(' | ');
    case 'object':
      if (definition.properties.size === 0) return 'JsonObject';
      return `{ ${[...definition.properties].map(propertyText).join('\n')} }`;
  }
}

function propertyText([name, property]: readonly [string, Property]): string {
  const { type, optional, nullable, description, defaultValue } = property;
  const preset = defaultValue === undefined ? '' : `Default: ${JSON.stringify(defaultValue)}.`;
  const value = `${typeText(type)}${nullable ? ' | null' : ''}`;
  return `${docComment([description, preset])}readonly ${name}${optional ? '?' : ''}: ${value};`;
}

function typeText(type: TypeNode): string {
  switch (type.kind) {
    case 'any':
      return 'JsonValue';
    case 'boolean':
    case 'number':
      return type.kind;
    case 'string':
      return type.values?.map((value) => `'${value}'`).join(' | ') ?? 'string';
    case 'array':
      return `readonly (${typeText(type.items)})[]`;
    case 'map':
      return type.values.kind === 'any'
        ? 'JsonObject'
        : `Readonly<Record<string, ${typeText(type.values)}>>`;
    case 'ref':
      return type.name;
    case 'either':
      return type.options.map(typeText).join(' | ');
  }
}

/** The first sentences that fit on one line; an empty one gives no comment. */
function docComment(parts: readonly string[]): string {
  const sentences = parts.map(firstSentence).filter((sentence) => sentence !== '');
  const text = sentences.join(' ').replaceAll('*/', '* /');
  return text === '' || text.length > 90 ? '' : `/** ${text} */\n`;
}

function firstSentence(description: string): string {
  const line = description.replace(/\s+/g, ' ').trim();
  const end = line.search(/\.(\s|$)/);
  return end === -1 ? line : line.slice(0, end + 1);
}
