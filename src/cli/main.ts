import { reportError } from './terminal/report.js';
import { runProgram } from './program.js';

// A closed pipe (`voicelive … | head`) is not an error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  process.exit(error.code === 'EPIPE' ? 0 : 1);
});

process.on('uncaughtException', (error) => {
  process.exit(reportError(error));
});

try {
  process.exitCode = await runProgram(process.argv);
} catch (thrown) {
  process.exitCode = reportError(thrown);
}
// Handles that a library left open must not keep the process alive.
process.exit();
