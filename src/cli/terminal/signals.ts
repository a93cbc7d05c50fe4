import { exitCodes } from '../../shared/errors.js';

/** A signal that ends the program, as an exit code; later ones end it at once. */
export function whenSignalled(): { readonly exitCode: Promise<number>; stop(): void } {
  let stop = (): void => undefined;
  const exitCode = new Promise<number>((resolve) => {
    let signals = 0;
    const handlers = [
      ['SIGINT', exitCodes.sigint],
      ['SIGTERM', exitCodes.sigterm],
      ['SIGHUP', 129],
    ] as const;
    const installed = handlers.map(([signal, code]) => {
      const handler = (): void => {
        signals += 1;
        if (signals > 1) process.exit(code);
        resolve(code);
      };
      process.on(signal, handler);
      return () => process.off(signal, handler);
    });
    stop = () => {
      for (const remove of installed) remove();
    };
  });
  return {
    exitCode,
    stop: () => {
      stop();
    },
  };
}
