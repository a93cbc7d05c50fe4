const tokens = /"[^"\\]*(?:\\.[^"\\]*)*"|[{}[\],:]|[^\s{}[\],:"]+/g;
/** Deeper values are not indented further: nesting must not multiply the size of the text. */
const deepestIndent = 16;

/**
 * JSON with one member a line. Every token stays as it was written: repeated keys, the order of keys and the digits of
 * numbers, which parsing would change. Undefined for text that is not JSON.
 */
export function layOutJson(text: string): string | undefined {
  if (!isJson(text)) return undefined;
  let depth = 0;
  let before = '';
  let laidOut = '';
  for (const [token] of text.matchAll(tokens)) {
    const closes = token === '}' || token === ']';
    if (closes) depth -= 1;
    const isEmpty = closes && (before === '{' || before === '[');
    const breaks = before === '{' || before === '[' || before === ',' || closes;
    if (breaks && !isEmpty) laidOut += `\n${'  '.repeat(Math.min(depth, deepestIndent))}`;
    laidOut += token === ':' ? ': ' : token;
    if (token === '{' || token === '[') depth += 1;
    before = token;
  }
  return laidOut;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
