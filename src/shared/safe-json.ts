/** JSON on one line that is safe for a terminal: what would act on one is escaped. It parses to the same value. */
export function safeJson(value: unknown): string {
  // What a terminal obeys, hides or reorders: DEL and C1 controls, bidi controls, zero-width and other ignorable characters,
  // line and paragraph separators. Here Unicode properties, which take a millisecond to load, are loaded when needed.
  const unsafe = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu;
  // Outside ASCII only string literals have such characters, so that an escape is always possible.
  return JSON.stringify(value).replace(unsafe, escaped);
}

function escaped(character: string): string {
  return Array.from(
    { length: character.length },
    (_, index) => `\\u${character.charCodeAt(index).toString(16).padStart(4, '0')}`,
  ).join('');
}
