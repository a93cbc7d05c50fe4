import type { DoctorOptions } from '../commands/doctor.js';
import type { Define } from './define.js';
import { addOptionsLater, addTableOptions, resolved } from './table-options.js';

export const defineDoctor: Define = (program, finish) => {
  const command = program.command('doctor');
  addOptionsLater(command, () => {
    addTableOptions(command, 'doctor');
    command
      .option('--loopback', 'measure and save the speaker-to-microphone delay')
      .option('--json', 'print the findings as JSON');
  })
    .description('check this machine, its audio devices and the connection; suggest fixes')
    .action(async (options: DoctorOptions) => {
      const { doctor } = await import('../commands/doctor.js');
      finish(await doctor(await resolved(command, 'doctor'), options));
    });
};
