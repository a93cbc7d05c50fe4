import { gzipSync } from 'node:zlib';

/** A value as gzip in base64: no character of it means anything in HTML. */
export function pack(value: unknown): string {
  return gzipSync(JSON.stringify(value), { level: 9 }).toString('base64');
}
