import { constants } from 'node:os';
import { exitCodes } from '../../shared/errors.js';
import { isClosedPipe } from './exit-program.js';
import { stdout } from './standard-streams.js';

/** The signals that end a program that does not handle them, as far as Node leaves them to it. */
const endingSignals = [
  'SIGINT',
  'SIGTERM',
  'SIGHUP',
  'SIGQUIT',
  'SIGABRT',
  'SIGALRM',
  'SIGVTALRM',
  'SIGXCPU',
  'SIGUSR2',
] as const;

/** What ends the program from outside. */
export interface OutsideEnd {
  /**
   * Settles with an exit code at a signal, 128 and its number; a second signal ends the program at once. A reader of stdout
   * that goes away is an end as well: a success when it closed its pipe, else 1.
   */
  readonly exitCode: Promise<number>;
  stop(): void;
}

const ignored = (): void => undefined;

export function watchOutsideEnd(): OutsideEnd {
  const removals: (() => void)[] = [];
  const exitCode = new Promise<number>((resolve) => {
    let signals = 0;
    // Not every platform has all of them.
    for (const signal of endingSignals.filter((name) => name in constants.signals)) {
      const code = 128 + constants.signals[signal];
      const handler = (): void => {
        signals += 1;
        if (signals > 1) process.exit(code);
        resolve(code);
      };
      process.on(signal, handler);
      removals.push(() => process.off(signal, handler));
    }
    // Another name of SIGABRT, which the library that Ink uses takes for unhandled otherwise, and sends again.
    process.on('SIGIOT', ignored);
    removals.push(() => process.off('SIGIOT', ignored));
    // A file that reaches its limit is a failed write, like that of a full disk: no end, to the last write of the program.
    if (!process.listeners('SIGXFSZ').includes(ignored)) process.on('SIGXFSZ', ignored);
    void stdout.failed.then((error) => {
      resolve(isClosedPipe(error) ? exitCodes.ok : exitCodes.session);
    });
  });
  return {
    exitCode,
    stop: () => {
      for (const remove of removals) remove();
    },
  };
}
