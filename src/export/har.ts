import type { RecordingHeader } from '../recording/lines/header-shape.js';
import type { Input } from '../session/inputs.js';
import { safeJson } from '../shared/safe-json.js';
import type { ExportSource, LogPart } from './source.js';

const version = '1.2';

/**
 * HAR 1.2: an entry for each connection, with its messages in `_webSocketMessages` as Chrome DevTools saves them. Audio and
 * images are placeholders, as in the recording; headers are left out, as the recording has none.
 */
export async function* har({ program, log }: ExportSource): AsyncGenerator<string> {
  const creator = { name: 'voicelive', version: program };
  const comment = 'Audio, video and images are placeholders such as <audio 960 bytes>.';
  yield `{"log":{"version":"${version}","creator":${safeJson(creator)},"comment":${safeJson(comment)},"entries":[`;
  const entries = new Entries();
  for await (const part of log()) yield entries.take(part);
  yield entries.end();
  yield ']}}\n';
}

/** Writes the entries as the log goes on: an hour's messages are not kept. */
class Entries {
  #header: RecordingHeader | undefined;
  #written = 0;
  #messages = 0;
  /** When the open connection began. */
  #openedMs: number | undefined;
  #nowMs = 0;

  take(part: LogPart): string {
    if (part.kind === 'header') {
      this.#header = part.header;
      return '';
    }
    const { input } = part;
    this.#nowMs = input.nowMs;
    switch (input.type) {
      case 'socket-open':
        return `${this.end()}${this.#begin(input.nowMs)}`;
      case 'socket-closed':
        return this.end();
      case 'socket-refused':
        return `${this.end()}${this.#refused(input)}`;
      case 'server':
      case 'unknown-event':
        return this.#message('receive', input.nowMs, JSON.stringify(input.raw));
      case 'malformed-event':
        return this.#message('receive', input.nowMs, JSON.stringify(input.raw ?? {}));
      case 'sent':
        return this.#message('send', input.nowMs, JSON.stringify(input.raw));
      default:
        return '';
    }
  }

  /** Ends the entry of the open connection. */
  end(): string {
    if (this.#openedMs === undefined) return '';
    const lastedMs = Math.max(0, this.#nowMs - this.#openedMs);
    this.#openedMs = undefined;
    return `],${timing(lastedMs)}}`;
  }

  #begin(atMs: number): string {
    this.#openedMs = atMs;
    this.#messages = 0;
    const response = responseOf(101, 'Switching Protocols');
    return `${this.#entry(atMs, response)},"_resourceType":"websocket","_webSocketMessages":[`;
  }

  #refused({ nowMs, failure }: Extract<Input, { type: 'socket-refused' }>): string {
    const error = { _error: failure.code, comment: failure.sentence };
    return `${this.#entry(nowMs, { ...responseOf(0, ''), ...error })},${timing(0)}}`;
  }

  #entry(atMs: number, response: object): string {
    const comma = this.#written === 0 ? '' : ',';
    this.#written += 1;
    const startedDateTime = new Date(this.#epochMs(atMs)).toISOString();
    const head = safeJson({
      startedDateTime,
      request: requestOf(this.#header),
      response,
      cache: {},
    });
    return `${comma}\n${head.slice(0, -1)}`;
  }

  #message(type: 'send' | 'receive', atMs: number, data: string): string {
    if (this.#openedMs === undefined) return '';
    const comma = this.#messages === 0 ? '' : ',';
    this.#messages += 1;
    const time = this.#epochMs(atMs) / 1000;
    return `${comma}\n${safeJson({ type, time, opcode: 1, data })}`;
  }

  #epochMs(atMs: number): number {
    const startedMs = Date.parse(this.#header?.startedAt ?? '');
    return (Number.isNaN(startedMs) ? 0 : startedMs) + atMs;
  }
}

function requestOf(header: RecordingHeader | undefined): object {
  const query = [
    ...(header?.apiVersion === undefined
      ? []
      : [{ name: 'api-version', value: header.apiVersion }]),
    { name: 'model', value: header?.options.model ?? '' },
  ];
  const url = new URL('/voice-live/realtime', originOf(header));
  for (const { name, value } of query) url.searchParams.set(name, value);
  return {
    method: 'GET',
    url: url.href,
    httpVersion: 'HTTP/1.1',
    cookies: [],
    headers: [],
    queryString: query,
    headersSize: -1,
    bodySize: 0,
  };
}

/** `.invalid` (RFC 2606) where the recording does not tell the host. */
function originOf(header: RecordingHeader | undefined): string {
  if (header?.options.emulated === true) return 'ws://127.0.0.1';
  const origin = `wss://${header?.endpoint ?? 'unknown.invalid'}`;
  return URL.canParse(origin) ? origin : 'wss://unknown.invalid';
}

function responseOf(status: number, statusText: string): object {
  return {
    status,
    statusText,
    httpVersion: 'HTTP/1.1',
    cookies: [],
    headers: [],
    content: { size: 0, mimeType: 'x-unknown' },
    redirectURL: '',
    headersSize: -1,
    bodySize: -1,
  };
}

function timing(lastedMs: number): string {
  return `"time":${lastedMs},"timings":${safeJson({ send: 0, wait: 0, receive: lastedMs })}`;
}
