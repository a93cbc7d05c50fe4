import { exitProgram } from './terminal/exit-program.js';
import { reportError } from './terminal/report.js';
import { runProgram } from './program.js';

process.on('uncaughtException', (error) => {
  void exitProgram(reportError(error));
});

async function main(): Promise<void> {
  let exitCode: number;
  try {
    exitCode = await runProgram(process.argv);
  } catch (thrown) {
    exitCode = reportError(thrown);
  }
  await exitProgram(exitCode);
}

void main();
