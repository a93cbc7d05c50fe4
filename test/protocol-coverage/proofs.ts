/** A family of tests, one for each row of a table of docs/protocol.md. */
export interface Proof {
  /** The test file, from the project's root. */
  readonly file: string;
  /** How the file makes the titles, word for word; what is in `${…}` or `%s` comes from the row. */
  readonly title: string;
}

export const proofs = {
  serverEvents: {
    file: 'test/session/every-server-event.test.ts',
    title: '`${type}: ${rest.shows}`',
  },
  clientEvents: {
    file: 'test/wire/every-client-event.test.ts',
    title: '`${type}: reaches the service through /send`',
  },
  sessionOptions: {
    file: 'test/unit/config/options/every-option.test.ts',
    title: "'%s reaches session.update from a session file'",
  },
  responseOptions: {
    file: 'test/unit/config/options/every-option.test.ts',
    title: "'%s is sent by /send'",
  },
} as const satisfies Readonly<Record<string, Proof>>;
