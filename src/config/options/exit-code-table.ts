import { exitCodes } from '../../shared/errors.js';

/** What each exit code means, for `--help` and the docs (product contract, "Exit codes"). */
const meanings: Readonly<Record<keyof typeof exitCodes, string>> = {
  ok: 'success',
  session: 'the session failed',
  usage: 'wrong usage or configuration',
  authentication: 'authentication failed',
  sound: 'an audio device failed',
  expectation: "a script's expectation failed, or an --fail-if of inspect is true",
  sigint: 'interrupted (SIGINT)',
  sigterm: 'terminated (SIGTERM)',
};

export interface ExitCodeRow {
  readonly code: number;
  readonly meaning: string;
}

function isExitName(name: string): name is keyof typeof exitCodes {
  return Object.hasOwn(exitCodes, name);
}

/** The exit codes in ascending order. */
export const exitCodeTable: readonly ExitCodeRow[] = Object.keys(exitCodes)
  .filter(isExitName)
  .map((name) => ({ code: exitCodes[name], meaning: meanings[name] }))
  .sort((left, right) => left.code - right.code);
