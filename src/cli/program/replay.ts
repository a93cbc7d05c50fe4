import { Option } from 'commander';
import type { ReplayOptions } from '../replay/replay-options.js';
import type { Define } from './define.js';
import { speed, startPoint } from './values.js';

export const defineReplay: Define = (program, finish) => {
  program
    .command('replay')
    .argument('[recording]', 'folder or zip file of a recording, or its events.jsonl')
    .description('replay a recorded session on the full screen, or print its transcript')
    .option('--speed <factor>', '0.25 to 16, or max; sound is heard at 1 only', speed, 1)
    .option(
      '--from <where>',
      'start at a time (1:23), a turn (turn:4) or the first error',
      startPoint,
    )
    .option('--no-audio', 'do not play the sound')
    .option('--speaker <device>', 'index or part of the name of a device, FILE.wav, or none')
    .option('--plain', 'print the transcript, also in a terminal')
    .addOption(new Option('--no-color', 'do not use colours').env('NO_COLOR'))
    .addOption(
      new Option('--theme <name>', 'colours of the screen')
        .choices(['auto', 'dark', 'light', 'none'])
        .env('VOICELIVE_THEME')
        .default('auto'),
    )
    .addOption(
      new Option('--no-mouse', 'leave the mouse to the terminal').env('VOICELIVE_NO_MOUSE'),
    )
    .option('--sample', 'replay the recording that comes with the program')
    .action(async (recording: string | undefined, options: ReplayOptions) => {
      const { replay } = await import('../commands/replay.js');
      finish(await replay(recording, options));
    });
};
