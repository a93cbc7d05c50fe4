/** Exit codes of the program; one table, listed in `--help` and the docs (product contract, "Exit codes"). */
export const exitCodes = {
  ok: 0,
  session: 1,
  usage: 2,
  authentication: 3,
  sound: 4,
  expectation: 5,
  sigint: 130,
  sigterm: 143,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

export interface VoiceliveErrorOptions {
  /** Stable, machine-readable, kebab-case; tests and scripts may rely on it. */
  readonly code: string;
  /** What to do about it: one sentence or command. */
  readonly hint?: string;
  readonly exitCode?: ExitCode;
  readonly cause?: unknown;
}

/** An expected failure, shown to the user as one sentence and a hint, never as a stack trace. */
export class VoiceliveError extends Error {
  readonly code: string;
  readonly hint: string | undefined;
  readonly exitCode: ExitCode;

  constructor(sentence: string, options: VoiceliveErrorOptions) {
    super(asSentence(sentence), { cause: options.cause });
    this.name = 'VoiceliveError';
    this.code = options.code;
    this.hint = options.hint;
    this.exitCode = options.exitCode ?? exitCodes.session;
  }
}

/** Makes one line a sentence: a capital, unless it begins with a name or a path, and a full stop. */
function asSentence(text: string): string {
  const capital = text.replace(
    /^(?:the|a|an|no|unknown) /,
    (word) => word.charAt(0).toUpperCase() + word.slice(1),
  );
  return capital.includes('\n') || /[.!?)]$/.test(capital) ? capital : `${capital}.`;
}

/** The message of any thrown value. */
export function messageOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}
