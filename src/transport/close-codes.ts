/** What the end of an open connection means, and whether a new connection may help. */
export interface CloseMeaning {
  readonly meaning: string;
  readonly retryable: boolean;
}

const known: ReadonlyMap<number, CloseMeaning> = new Map([
  [1000, { meaning: 'the session ended normally', retryable: false }],
  [1001, { meaning: 'the server is going away', retryable: true }],
  [1002, { meaning: 'WebSocket protocol error', retryable: false }],
  [1003, { meaning: 'the server does not accept this kind of data', retryable: false }],
  [1005, { meaning: 'the server ended the session without giving a reason', retryable: false }],
  [1006, { meaning: 'the connection dropped without a close frame', retryable: true }],
  [1007, { meaning: 'a message was not valid UTF-8', retryable: false }],
  [1008, { meaning: 'the server closed the session (policy violation)', retryable: false }],
  [1009, { meaning: 'a message was too big', retryable: false }],
  [1010, { meaning: 'the server lacks a required extension', retryable: false }],
  [1011, { meaning: 'the server failed', retryable: true }],
  [1012, { meaning: 'the server is restarting', retryable: true }],
  [1013, { meaning: 'the server is overloaded', retryable: true }],
  [1014, { meaning: 'a gateway lost its upstream server', retryable: true }],
  [1015, { meaning: 'the TLS handshake failed', retryable: false }],
]);

/**
 * Meaning of a WebSocket close code (RFC 6455 section 7.4 and the IANA registry). The service documents none of its
 * own; codes it might invent (3000 and up) are not retried.
 */
export function explainCloseCode(code: number): CloseMeaning {
  return (
    known.get(code) ?? {
      meaning: `the server closed the session with code ${code}`,
      retryable: false,
    }
  );
}
