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
    file: 'test/session/every-client-event.test.ts',
    title: '`${type}: ${way.way}`',
  },
  sessionOptions: {
    file: 'test/wire/every-session-option.test.ts',
    title: "'%s is sent, echoed and compared'",
  },
  responseOptions: {
    file: 'test/session/every-response-option.test.ts',
    title: "'%s is sent'",
  },
  optionWays: {
    file: 'test/unit/config/options/option-ways.test.ts',
    title: "'%s by %s'",
  },
} as const satisfies Readonly<Record<string, Proof>>;
