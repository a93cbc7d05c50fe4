import type { PageData } from '../data/page-data.js';

/** Bytes of base64 text. */
export function bytesOf(base64: string): Uint8Array<ArrayBuffer> {
  const text = atob(base64);
  const bytes = new Uint8Array(text.length);
  for (let at = 0; at < text.length; at += 1) bytes[at] = text.charCodeAt(at);
  return bytes;
}

/** The value that the program packed into the script element with this id. */
export async function unpack(id: string): Promise<unknown> {
  const packed = bytesOf(document.getElementById(id)?.textContent ?? '');
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream('gzip'));
  return JSON.parse(await new Response(stream).text());
}

export async function unpackPageData(): Promise<PageData> {
  const data = await unpack('data');
  if (isPageData(data)) return data;
  throw new Error('the page has no data of this version');
}

/** The same program writes data and script: the version is enough. */
function isPageData(value: unknown): value is PageData {
  return typeof value === 'object' && value !== null && 'version' in value && value.version === 1;
}
