import {
  Composer,
  isScalar,
  Lexer,
  LineCounter,
  Parser,
  visit,
  type Alias,
  type Document,
  type ErrorCode,
  type YAMLMap,
} from 'yaml';

/** Composing recurses, and more open collections than this would take it to the end of the stack. */
const maxNesting = 100;
/** Resolving one alias costs a walk through the document. */
const maxAliases = 100;

/** What keeps a text from being one YAML document, and the offset of the place. */
export interface SyntaxProblem {
  readonly offset: number;
  readonly sentence: string;
}

export interface ParsedYaml {
  /** Without a problem: plain values, and no cycles. */
  readonly value: unknown;
  readonly document: Document;
  readonly lines: LineCounter;
  readonly problems: readonly SyntaxProblem[];
}

/** Parses one YAML 1.2 document; JSON is YAML. */
export function parseYaml(text: string): ParsedYaml {
  const lines = new LineCounter();
  const composer = new Composer({
    // Whatever the file's %YAML directive says: 1.1 makes dates and merges of its own.
    schema: 'core',
    // Quadratic in the number of keys, and the first one is not named: see duplicateKeys.
    uniqueKeys: false,
    resolveKnownTags: false,
    prettyErrors: false,
    logLevel: 'error',
  });
  const tooDeep: SyntaxProblem[] = [];
  const tokens = tokensOf(text, lines, (offset) => {
    tooDeep.push({ offset, sentence: `more than ${maxNesting} levels of nesting` });
  });
  const [document, second] = composer.compose(tokens, true, text.length);
  if (document === undefined) throw new Error('a text without a document');
  const problems = tooDeep.length > 0 ? tooDeep : problemsIn(document, second, lines);
  const value = problems.length === 0 ? toPlain(document, problems) : undefined;
  return { value, document, lines, problems };
}

function problemsIn(
  document: Document,
  second: Document.Parsed | undefined,
  lines: LineCounter,
): SyntaxProblem[] {
  const problems = [...composed(document), ...duplicateKeys(document, lines)];
  if (second !== undefined) {
    const sentence = 'a second YAML document begins here; only one is allowed';
    problems.push({ offset: second.range[0], sentence });
  } else if (document.contents === null) {
    problems.push({ offset: 0, sentence: 'the file is empty' });
  }
  return problems.length > 0 ? problems : aliasProblems(document);
}

/** The tokens of a text up to the place at which it is nested too deep. */
function* tokensOf(text: string, lines: LineCounter, tooDeep: (offset: number) => void) {
  lines.addNewLine(0);
  const parser = new Parser(lines.addNewLine);
  for (const lexeme of new Lexer().lex(text)) {
    yield* parser.next(lexeme);
    if (parser.stack.length <= maxNesting) continue;
    tooDeep(parser.offset);
    return;
  }
  yield* parser.end();
}

const plainSentences: Partial<Record<ErrorCode, string>> = {
  TAB_AS_INDENT: 'a tab cannot indent YAML; use spaces',
};

function composed({ errors, warnings }: Document): readonly SyntaxProblem[] {
  return [...errors, ...warnings].map(({ code, message, pos }) => ({
    offset: pos[0],
    sentence: plainSentences[code] ?? firstLine(message),
  }));
}

function firstLine(message: string): string {
  const [line = ''] = message.split('\n');
  const sentence = line.replace(/[.:]$/, '');
  return `${sentence.charAt(0).toLowerCase()}${sentence.slice(1)}`;
}

function duplicateKeys(document: Document, lines: LineCounter): readonly SyntaxProblem[] {
  const problems: SyntaxProblem[] = [];
  visit(document, {
    Map: (_, map) => {
      for (const problem of duplicateKeysOf(map, lines)) problems.push(problem);
    },
  });
  return problems;
}

function duplicateKeysOf({ items }: YAMLMap, lines: LineCounter): readonly SyntaxProblem[] {
  const first = new Map<string, number>();
  return items.flatMap(({ key }) => {
    if (!isScalar(key)) return [];
    const name = String(key.value);
    const offset = key.range?.[0] ?? 0;
    const before = first.get(name);
    if (before === undefined) {
      first.set(name, offset);
      return [];
    }
    const sentence = `duplicate key ${JSON.stringify(name)}, already on line ${lines.linePos(before).line}`;
    return [{ offset, sentence }];
  });
}

/** Aliases of nothing, of what they are in, or too many. */
function aliasProblems(document: Document): SyntaxProblem[] {
  const problems: SyntaxProblem[] = [];
  let count = 0;
  visit(document, {
    Alias: (_, alias, path) => {
      const offset = offsetOf(alias);
      count += 1;
      if (count > maxAliases) {
        problems.push({ offset, sentence: `more than ${maxAliases} aliases` });
        return visit.BREAK;
      }
      const target = alias.resolve(document);
      if (target === undefined) {
        problems.push({
          offset,
          sentence: `there is no anchor &${alias.source} before this alias`,
        });
      } else if (path.includes(target)) {
        problems.push({ offset, sentence: `the alias *${alias.source} contains itself` });
      }
      return undefined;
    },
  });
  return problems;
}

function toPlain(document: Document, problems: SyntaxProblem[]): unknown {
  try {
    const value: unknown = document.toJS({ maxAliasCount: maxAliases });
    return value;
  } catch (thrown) {
    if (!(thrown instanceof ReferenceError)) throw thrown;
    // Aliases of aliases, which would unfold to more than fits into memory; the last one is the outermost.
    let offset = 0;
    visit(document, {
      Alias: (_, alias) => {
        offset = offsetOf(alias);
      },
    });
    problems.push({ offset, sentence: 'the aliases unfold to too much data' });
    return undefined;
  }
}

function offsetOf(alias: Alias): number {
  return alias.range?.[0] ?? 0;
}
