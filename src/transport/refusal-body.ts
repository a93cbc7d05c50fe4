import type { Readable } from 'node:stream';
import type { Clock } from '../shared/clock.js';
import { isJsonObject } from '../shared/json.js';

/** Bytes read of a refusal's body; no explanation is longer. */
const maxBodyBytes = 4096;

/** Text of a refusal's body: what arrives within `deadlineMs`, up to 4 KB. Never rejects; ends the stream. */
export function readBody(body: Readable, deadlineMs: number, clock: Clock): Promise<string> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    const finish = (): void => {
      cancel();
      resolve(Buffer.concat(chunks).subarray(0, maxBodyBytes).toString('utf8'));
      body.destroy();
    };
    const cancel = clock.after(deadlineMs, finish);
    body.on('data', (chunk: Buffer) => {
      chunks.push(chunk);
      bytes += chunk.length;
      if (bytes >= maxBodyBytes) finish();
    });
    body.on('end', finish);
    body.on('close', finish);
    body.on('error', finish);
  });
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value.trim() !== '' ? value : undefined;
}

function messageOfJson(value: unknown): string | undefined {
  if (!isJsonObject(value)) return textOf(value);
  const error = value['error'];
  const nested = isJsonObject(error) ? textOf(error['message']) : textOf(error);
  return nested ?? textOf(value['message']) ?? textOf(value['detail']) ?? textOf(value['title']);
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

/**
 * The readable message in a refusal's body: that of `{"error":{"code","message"}}` (the usual shape of Azure's
 * gateways) and its relatives, the title of a web page, else the text itself. Not sanitised; undefined when it is empty.
 */
export function messageOfBody(body: string): string | undefined {
  const text = body.trim();
  if (text.startsWith('<')) return textOf(/<title[^>]*>([^<]*)/i.exec(text)?.[1]);
  const json = parsed(text);
  if (json !== undefined) return messageOfJson(json);
  if (!text.startsWith('{')) return textOf(text);
  const cutMessage = /"message"\s*:\s*("(?:[^"\\]|\\.)*")/.exec(text)?.[1];
  return cutMessage === undefined ? undefined : textOf(parsed(cutMessage));
}
