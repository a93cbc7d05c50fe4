import { Option } from 'commander';
import type { DevicesOptions } from '../commands/devices.js';
import type { Define } from './define.js';

export const defineDevices: Define = (program, finish) => {
  program
    .command('devices')
    .description('list the microphones and speakers that --mic and --speaker can name')
    .option('--all', 'include ALSA plug-ins, which are no devices of their own')
    .addOption(
      new Option('--audio-backend <kind>', 'list what this backend can open')
        .choices(['auto', 'portaudio', 'pulse', 'exec'])
        .default('auto'),
    )
    .option('--json', 'print the devices as JSON')
    .action(async (options: DevicesOptions) => {
      const { devices } = await import('../commands/devices.js');
      finish(await devices(options));
    });
};
