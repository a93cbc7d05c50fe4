import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';
import type { JsonObject } from '../shared/json.js';
import { loggedHeaders } from './request-ids.js';

/** Without the class itself, whose module a line to this machine does not need. */
const isTls = (line: Socket): line is TLSSocket => 'getProtocol' in line;

/** What a log says of the line to the service. */
export function lineFacts(line: Socket): JsonObject {
  return {
    address: line.remoteAddress ?? '',
    ...(isTls(line) && { tls: line.getProtocol() ?? '' }),
  };
}

/** What a log says of the service's answer to the handshake. */
export function answerFacts({ statusCode = 0, headers }: IncomingMessage): JsonObject {
  return { status: statusCode, answer: loggedHeaders(headers) };
}
