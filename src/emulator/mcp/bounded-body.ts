import { bodyPieces } from '../../shared/body-pieces.js';

/** Yields the lines of a response body as they arrive; throws when it is longer than `maxBytes`, or the signal's reason. */
export async function* boundedLines(
  response: Response,
  maxBytes: number,
  signal: AbortSignal,
): AsyncGenerator<string, void, undefined> {
  const decoder = new TextDecoder();
  let size = 0;
  let rest = '';
  for await (const chunk of bodyPieces(response, signal)) {
    size += chunk.length;
    if (size > maxBytes) throw new Error(`the response is longer than ${maxBytes} bytes`);
    const lines = (rest + decoder.decode(chunk, { stream: true })).split(/\r\n|\n/);
    rest = lines.pop() ?? '';
    yield* lines;
  }
  yield rest + decoder.decode();
}
