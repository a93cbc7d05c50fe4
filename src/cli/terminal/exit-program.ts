import { exitCodes, messageOf } from '../../shared/errors.js';
import { writeDiagnostic } from './report.js';
import { stderr, stdout } from './standard-streams.js';

/** How long a program that broke down may take to close what is open. */
const closeDeadlineMs = 5_000;

const open = new Set<() => Promise<void>>();
let exiting = false;

/** What is to be closed when the program breaks down; undone by the result. */
export function closeBeforeExit(close: () => Promise<void>): () => void {
  open.add(close);
  return () => open.delete(close);
}

/** Ends the process: closes what is still open, and lets the readers of stdout and stderr take what was written. */
export async function exitProgram(exitCode: number): Promise<void> {
  if (exiting) return;
  exiting = true;
  if (open.size > 0)
    await within(closeDeadlineMs, Promise.allSettled([...open].map((close) => close())));
  await Promise.all([stdout.drained(), stderr.drained()]);
  const code = outputProblem(exitCode);
  await stderr.drained();
  // Handles that a library left open must not keep the process alive.
  process.exit(code);
}

/** The exit code: a success no longer, when not all of the output was taken by a reader that is there. */
function outputProblem(exitCode: number): number {
  const { failure } = stdout;
  // A closed pipe (`voicelive … | head`) is not an error.
  if (failure !== undefined && !isClosedPipe(failure))
    writeDiagnostic(`voicelive: Cannot write the output: ${messageOf(failure)}.`);
  else if (stdout.lostBytes > 0 && !process.stdout.isTTY)
    writeDiagnostic(
      `voicelive: ${stdout.lostBytes} bytes of output are lost: the reader of stdout stopped reading.`,
    );
  else return exitCode;
  return exitCode === exitCodes.ok ? exitCodes.session : exitCode;
}

export function isClosedPipe(error: NodeJS.ErrnoException): boolean {
  return error.code === 'EPIPE';
}

async function within(deadlineMs: number, work: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const deadline = new Promise((resolve) => {
    timer = setTimeout(resolve, deadlineMs);
  });
  await Promise.race([work, deadline]);
  clearTimeout(timer);
}
