/** The last pattern: the same query gives the same object, so that results can be remembered by it. */
let last: { readonly query: string; readonly pattern: RegExp | undefined } | undefined;

/**
 * What a query matches: its words as they stand, any white space for a space, capital letters only where the query has
 * some. Undefined for a blank query.
 */
export function patternOf(query: string): RegExp | undefined {
  if (last?.query !== query) last = { query, pattern: made(query) };
  return last.pattern;
}

function made(query: string): RegExp | undefined {
  if (query.trim() === '') return undefined;
  const source = query.replace(/[$()*+./?[\\\]^{|}]/gu, '\\$&').replace(/\s+/gu, '\\s+');
  return new RegExp(source, /\p{Lu}/u.test(query) ? 'gu' : 'giu');
}

/** How often a text matches. */
export function countMatches(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0;
}
