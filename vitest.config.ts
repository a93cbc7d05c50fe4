import { defineConfig } from 'vitest/config';
import { replacedModulesInTests } from './scripts/replaced-modules.js';
import { patienceMs } from './test/helpers/patience.js';

/** Real sound in real time: these run after everything else, each file with a sound card of its own. */
const soundTests = ['test/sound/**/*.test.ts', 'test/pty/sound-host.test.ts'];

/** Only for tests that start what is in dist/: bundling takes longer than most tests. */
const buildProgram = 'test/helpers/build-program.ts';

/** Takes minutes: only when its npm script asks for it. */
const soaks =
  process.env['VOICELIVE_SOAK_SECONDS'] === undefined
    ? []
    : [
        {
          extends: true as const,
          test: { name: 'soak', include: ['test/soak/**/*.test.ts'], maxWorkers: 1 },
        },
      ];

export default defineConfig({
  plugins: [replacedModulesInTests],
  test: {
    server: { deps: { inline: ['ink'] } },
    expect: { poll: { timeout: patienceMs } },
    testTimeout: 2 * patienceMs,
    hookTimeout: 2 * patienceMs,
    restoreMocks: true,
    unstubEnvs: true,
    projects: [
      {
        extends: true,
        test: {
          name: 'source',
          include: ['test/{unit,session,tui,wire}/**/*.test.{ts,tsx}'],
          // Files share modules: loading them anew for each costs more than most tests. No test replaces a module.
          isolate: false,
          setupFiles: ['test/helpers/property-seed.ts'],
          maxWorkers: 2,
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: {
          name: 'program',
          include: ['test/{built,cli,page,pty}/**/*.test.ts'],
          exclude: soundTests,
          globalSetup: [buildProgram],
          // Much of the time is spent waiting for sockets and programs.
          maxWorkers: 2,
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: {
          name: 'sound',
          include: soundTests,
          globalSetup: [buildProgram],
          // They wait for sound to pass, and leave most of the processor idle.
          maxWorkers: 2,
          sequence: { groupOrder: 1 },
        },
      },
      ...soaks,
    ],
  },
});
