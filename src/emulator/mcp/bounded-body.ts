/** Yields the lines of a response body as they come; throws when there are more than `limitBytes` in all. */
export async function* boundedLines(
  response: Response,
  limitBytes: number,
): AsyncGenerator<string, void, undefined> {
  if (response.body === null) return;
  const decoder = new TextDecoder();
  let size = 0;
  let rest = '';
  for await (const chunk of response.body) {
    if (!(chunk instanceof Uint8Array)) continue;
    size += chunk.length;
    if (size > limitBytes) throw new Error(`the answer has more than ${limitBytes} bytes`);
    const lines = (rest + decoder.decode(chunk, { stream: true })).split(/\r\n|\n/);
    rest = lines.pop() ?? '';
    yield* lines;
  }
  yield rest + decoder.decode();
}
