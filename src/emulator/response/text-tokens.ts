/**
 * Splits a text into pieces like the service's deltas: a word with the space before it, or a run of punctuation. Joined,
 * the pieces give the text.
 */
export function textPieces(text: string): readonly string[] {
  return text.match(/\s*(?:[\p{L}\p{N}'’]+|[^\s\p{L}\p{N}'’]+)|\s+/gu) ?? [];
}
