import type { Define } from './define.js';

export const defineRepair: Define = (program, finish) => {
  program
    .command('repair')
    .argument('<recordings...>', 'folders of recordings, or zip files of them')
    .description('mend recordings of programs that were killed, or of disks that failed')
    .option('--dry-run', 'only say what would be mended')
    .action(async (recordings: readonly string[], options: { dryRun?: boolean }) => {
      const { repair } = await import('../commands/repair.js');
      finish(await repair(recordings, options));
    });
};
