import { stringNode, type TypeNode } from './model.js';

/** Parses a type as corrections write it, see `src/protocol/correction.ts`. Throws on anything else. */
export function parseTypeExpression(text: string): TypeNode {
  const tokens = text.match(/"[^"]*"|[A-Za-z0-9_]+|[|<>]|\[\]|\S/g) ?? [];
  let position = 0;

  function either(): TypeNode {
    const options = [postfix()];
    while (tokens[position] === '|') {
      position += 1;
      options.push(postfix());
    }
    return joined(options);
  }

  function postfix(): TypeNode {
    let node = atom();
    while (tokens[position] === '[]') {
      position += 1;
      node = { kind: 'array', items: node, minItems: undefined, maxItems: undefined };
    }
    return node;
  }

  function atom(): TypeNode {
    const token = tokens[position] ?? '';
    position += 1;
    if (token.startsWith('"')) return stringNode([token.slice(1, -1)]);
    if (!/^\w+$/.test(token)) throw new Error(`cannot read the type ${text}`);
    if (token !== 'map') return named(token);
    expect('<');
    const values = either();
    expect('>');
    return { kind: 'map', values };
  }

  function expect(token: string): void {
    if (tokens[position] !== token) throw new Error(`expected ${token} in the type ${text}`);
    position += 1;
  }

  const node = either();
  if (position !== tokens.length) throw new Error(`cannot read the type ${text}`);
  return node;
}

function named(name: string): TypeNode {
  switch (name) {
    case 'any':
    case 'boolean':
      return { kind: name };
    case 'string':
      return stringNode();
    case 'number':
    case 'integer':
      return {
        kind: 'number',
        integer: name === 'integer',
        minimum: undefined,
        maximum: undefined,
      };
    case 'object':
      return { kind: 'map', values: { kind: 'any' } };
    default:
      return { kind: 'ref', name };
  }
}

/** Literals next to each other become one string with known values. */
function joined(options: readonly TypeNode[]): TypeNode {
  const values: string[] = [];
  const others: TypeNode[] = [];
  for (const option of options) {
    if (option.kind === 'string' && option.values !== undefined) values.push(...option.values);
    else others.push(option);
  }
  const all = values.length === 0 ? others : [...others, stringNode(values)];
  const [only] = all;
  return all.length === 1 && only !== undefined ? only : { kind: 'either', options: all };
}
