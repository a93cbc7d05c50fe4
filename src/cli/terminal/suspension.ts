/** What gives the terminal back before the program stops, and takes it again afterwards. */
interface SuspendedScreen {
  /** Idempotent. */
  readonly leave: () => void;
  readonly enter: () => void;
}

/** Where the kernel does not stop the program, because nobody could continue it, it goes on after this. */
const stopMs = 100;

/** Handles SIGTSTP and SIGCONT for a screen, until the result is called. */
export function handleSuspension(screen: SuspendedScreen): () => void {
  let timer: NodeJS.Timeout | undefined;

  const stop = (): void => {
    screen.leave();
    // Without a listener the signal has its own effect.
    process.off('SIGTSTP', stop);
    process.kill(process.pid, 'SIGTSTP');
    timer = setTimeout(resume, stopMs);
  };
  // Also after SIGSTOP, which cannot be handled: the shell has used the terminal meanwhile.
  const resume = (): void => {
    clearTimeout(timer);
    process.off('SIGTSTP', stop);
    process.on('SIGTSTP', stop);
    screen.enter();
  };

  process.on('SIGTSTP', stop);
  process.on('SIGCONT', resume);
  return () => {
    clearTimeout(timer);
    process.off('SIGTSTP', stop);
    process.off('SIGCONT', resume);
  };
}

/**
 * Stops the whole job, as the terminal does for Ctrl-Z: also whatever the program was started by. The shell may write as
 * soon as that has stopped, so the terminal is given back before.
 */
export function suspendJob({ leave }: Pick<SuspendedScreen, 'leave'>): void {
  leave();
  process.kill(0, 'SIGTSTP');
}
