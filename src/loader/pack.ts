/** A file of the bundle as the loader runs it, and what V8 compiled of it. */
export interface PackedFile {
  readonly source: Buffer;
  readonly code: Buffer;
}

/** V8 copies compiled code that does not begin at such a place. */
const alignment = 8;

/**
 * Many files as one, as opening a file takes longer than reading it: a line for each with its name and lengths, an empty
 * line, and then their bytes, each part aligned.
 */
export function pack(files: ReadonlyMap<string, PackedFile>): Buffer {
  const lines = [...files].map(
    ([name, { source, code }]) => `${name} ${String(source.length)} ${String(code.length)}\n`,
  );
  const parts: Buffer[] = [Buffer.from(`${lines.join('')}\n`)];
  for (const { source, code } of files.values()) parts.push(code, source);
  return Buffer.concat(
    parts.flatMap((part) => [part, Buffer.alloc(aligned(part.length) - part.length)]),
  );
}

/** The files of a pack; none when it is not a pack, or not all of it. */
export function unpack(bytes: Buffer): Map<string, PackedFile> {
  const files = new Map<string, PackedFile>();
  const head = bytes.toString('latin1', 0, Math.max(bytes.indexOf('\n\n') + 1, 0));
  let at = aligned(head.length + 1);
  const next = (length: number): Buffer => {
    const part = bytes.subarray(at, at + length);
    at = aligned(at + length);
    return part;
  };
  for (const line of head.split('\n').slice(0, -1)) {
    const [name = '', sourceLength, codeLength] = line.split(' ');
    const code = next(Number(codeLength));
    files.set(name, { source: next(Number(sourceLength)), code });
  }
  return at === bytes.length ? files : new Map<string, PackedFile>();
}

function aligned(length: number): number {
  return Math.ceil(length / alignment) * alignment;
}
