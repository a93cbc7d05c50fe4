import type { Command } from 'commander';
import type { DoctorOptions } from '../commands/doctor.js';
import type { Define } from './define.js';
import { addTableOptions, resolved } from './table-options.js';

export const defineDoctor: Define = (program, finish) => {
  addTableOptions(program.command('doctor'), 'doctor')
    .description('check this machine, its audio devices and the connection; suggest fixes')
    .option('--loopback', 'measure and save the speaker-to-microphone delay')
    .option('--json', 'print the findings as JSON')
    .action(async (options: DoctorOptions, command: Command) => {
      const { doctor } = await import('../commands/doctor.js');
      finish(await doctor(await resolved(command, 'doctor'), options));
    });
};
