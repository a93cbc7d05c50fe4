import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import type { JsonObject } from '../shared/json.js';
import { loggedHeaders } from './request-ids.js';

/** What a log says of the line to the service. */
export function lineFacts(line: Socket): JsonObject {
  return {
    address: line.remoteAddress ?? '',
    ...(line instanceof TLSSocket && { tls: line.getProtocol() ?? '' }),
  };
}

/** What a log says of the service's answer to the handshake. */
export function answerFacts({ statusCode = 0, headers }: IncomingMessage): JsonObject {
  return { status: statusCode, answer: loggedHeaders(headers) };
}
