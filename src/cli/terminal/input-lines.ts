import { createInterface } from 'node:readline';

/** Turns typed, or piped, into stdin: one a line, blank lines left out, until it is closed. */
export async function* inputLines(input: NodeJS.ReadableStream): AsyncIterable<string> {
  const lines = createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY });
  try {
    for await (const line of lines) {
      if (line.trim() !== '') yield line.trim();
    }
  } finally {
    lines.close();
  }
}
