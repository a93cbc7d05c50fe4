import { exitProgram } from './terminal/exit-program.js';
import { reportCleanly } from './terminal/report-cleanly.js';
import { runProgram } from './program/program.js';

process.on('uncaughtException', (error) => {
  void reportCleanly(error).then(exitProgram);
});

async function main(): Promise<void> {
  let exitCode: number;
  try {
    exitCode = await runProgram(process.argv);
  } catch (thrown) {
    exitCode = await reportCleanly(thrown);
  }
  await exitProgram(exitCode);
}

void main();
