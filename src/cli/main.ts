import { reportError } from './terminal/report.js';
import { runProgram } from './program.js';

// A reader that went away (`voicelive … | head`) is no error: there is nobody left to tell anything.
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
// Whatever a library left open must not keep a finished program alive.
process.exit();
