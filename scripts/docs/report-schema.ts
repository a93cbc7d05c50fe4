import { fileURLToPath } from 'node:url';
import ts from 'typescript';

type Schema = Readonly<Record<string, unknown>>;

/** A document that the program prints: where its type is, and of what it is the result. */
interface PrintedDocument {
  readonly path: string;
  readonly type: string;
  readonly command: string;
}

export const inspection: PrintedDocument = {
  path: 'src/cli/inspect/inspection-json.ts',
  type: 'InspectionDocument',
  command: 'voicelive inspect --json',
};

export const exportedJson: PrintedDocument = {
  path: 'src/export/json.ts',
  type: 'ExportDocument',
  command: 'voicelive export --format json',
};

export const matrix: PrintedDocument = {
  path: 'src/cli/again/matrix-text.ts',
  type: 'MatrixDocument',
  command: 'voicelive run --from DIR --matrix --json',
};

/** A field of one of the report's types. */
interface FieldDoc {
  readonly name: string;
  readonly optional: boolean;
  readonly type: string;
  readonly about: string;
}

/**
 * JSON Schema of a document, from its TypeScript types: there is no second description that could differ. Comments become
 * descriptions.
 */
export function schemaOf(printed: PrintedDocument): Schema {
  const maker = new SchemaMaker(printed.path);
  const root = maker.root(printed.type);
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: printed.command,
    ...root,
    definitions: Object.fromEntries(maker.definitions),
  };
}

/** The types of a document with their fields, in the order in which they are met. */
export function typesOf(printed: PrintedDocument): ReadonlyMap<string, readonly FieldDoc[]> {
  const maker = new SchemaMaker(printed.path);
  maker.root(printed.type);
  return maker.fields;
}

class SchemaMaker {
  readonly definitions = new Map<string, Schema>();
  readonly fields = new Map<string, readonly FieldDoc[]>();
  readonly #source: string;
  readonly #program: ts.Program;
  readonly #checker: ts.TypeChecker;

  constructor(path: string) {
    this.#source = fileURLToPath(new URL(`../../${path}`, import.meta.url));
    this.#program = ts.createProgram([this.#source], {
      strict: true,
      exactOptionalPropertyTypes: true,
      module: ts.ModuleKind.NodeNext,
      moduleResolution: ts.ModuleResolutionKind.NodeNext,
      target: ts.ScriptTarget.ES2023,
      noEmit: true,
    });
    this.#checker = this.#program.getTypeChecker();
  }

  root(name: string): Schema {
    const file = this.#program.getSourceFile(this.#source);
    const module = file && this.#checker.getSymbolAtLocation(file);
    const symbol =
      module && this.#checker.getExportsOfModule(module).find((each) => each.getName() === name);
    if (symbol === undefined) throw new Error(`${this.#source} does not export ${name}`);
    return this.#object(this.#checker.getDeclaredTypeOfSymbol(symbol), name);
  }

  #schema(type: ts.Type): Schema {
    if (type.isUnion()) return this.#union(type);
    if (type.isStringLiteral() || type.isNumberLiteral()) return { const: type.value };
    if (type.flags & ts.TypeFlags.String) return { type: 'string' };
    if (type.flags & ts.TypeFlags.Number) return { type: 'number' };
    if (type.flags & ts.TypeFlags.Boolean) return { type: 'boolean' };
    if (this.#isArray(type)) {
      const [item] = this.#checker.getTypeArguments(type);
      return { type: 'array', ...(item === undefined ? {} : { items: this.#schema(item) }) };
    }
    if (type.getStringIndexType() !== undefined) return { type: 'object' };
    const name = type.getSymbol()?.getName() ?? '__type';
    if (name === '__type') return this.#object(type, undefined);
    if (!this.definitions.has(name)) {
      // Its place first, so that the order is that of the fields.
      this.definitions.set(name, {});
      this.definitions.set(name, this.#object(type, name));
    }
    return { $ref: `#/definitions/${name}` };
  }

  #isArray(type: ts.Type): type is ts.TypeReference {
    return this.#checker.isArrayType(type);
  }

  #union(type: ts.UnionType): Schema {
    const known = type.types.filter((each) => !(each.flags & ts.TypeFlags.Undefined));
    const [first] = known;
    if (first !== undefined && known.length === 1) return this.#schema(first);
    const literals = known.flatMap((each) => (each.isStringLiteral() ? [each.value] : []));
    if (literals.length === known.length) return { enum: literals };
    if (known.every((each) => each.flags & ts.TypeFlags.BooleanLiteral)) return { type: 'boolean' };
    return { anyOf: known.map((each) => this.#schema(each)) };
  }

  #object(type: ts.Type, name: string | undefined): Schema {
    const properties: Record<string, Schema> = {};
    const required: string[] = [];
    const docs: FieldDoc[] = [];
    if (name !== undefined) this.fields.set(name, docs);
    for (const symbol of type.getProperties()) {
      const field = symbol.getName();
      const optional = (symbol.flags & ts.SymbolFlags.Optional) !== 0;
      const about = this.#about(symbol);
      const schema = this.#schema(this.#checker.getTypeOfSymbol(symbol));
      properties[field] = about === '' ? schema : withAbout(schema, about);
      if (!optional) required.push(field);
      docs.push({ name: field, optional, type: words(schema), about });
    }
    const about = name === undefined ? '' : this.#about(type.getSymbol());
    return {
      type: 'object',
      ...(about === '' ? {} : { description: about }),
      properties,
      required,
    };
  }

  #about(symbol: ts.Symbol | undefined): string {
    const parts = symbol?.getDocumentationComment(this.#checker) ?? [];
    return ts.displayPartsToString(parts).replace(/\s+/g, ' ').trim();
  }
}

/** Beside a reference nothing else counts in draft 7. */
function withAbout(schema: Schema, description: string): Schema {
  return '$ref' in schema ? { description, allOf: [schema] } : { description, ...schema };
}

function words(schema: Schema): string {
  const { $ref, type, items, enum: values, properties } = schema;
  if (typeof $ref === 'string') return $ref.split('/').at(-1) ?? '';
  if (Array.isArray(values)) return values.map((value) => `\`${String(value)}\``).join(', ');
  if ('const' in schema) return `\`${String(schema['const'])}\``;
  if (type === 'array' && isSchema(items)) return `list of ${words(items)}`;
  if (isSchema(properties)) return `object (${Object.keys(properties).join(', ')})`;
  return typeof type === 'string' ? type : 'value';
}

function isSchema(value: unknown): value is Schema {
  return typeof value === 'object' && value !== null;
}
