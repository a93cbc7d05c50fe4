import { defineConfig } from 'vitest/config';
import { replacedModulesInTests } from './scripts/replaced-modules.js';

/** Real sound in real time: these run alone, after everything else. */
const soundTests = ['test/sound/**/*.test.ts', 'test/pty/sound-host.test.ts'];

export default defineConfig({
  plugins: [replacedModulesInTests],
  test: {
    server: { deps: { inline: ['ink'] } },
    globalSetup: ['test/helpers/global-setup.ts'],
    // Real time on a shared machine: CI repeats a test that failed, and counts it once.
    retry: process.env['CI'] ? 2 : 0,
    expect: { poll: { timeout: 10_000 } },
    testTimeout: 20_000,
    hookTimeout: 30_000,
    restoreMocks: true,
    projects: [
      {
        extends: true,
        test: {
          name: 'program',
          include: ['test/**/*.test.ts', 'test/**/*.test.tsx'],
          exclude: soundTests,
          // Most of the time is spent waiting for sockets and programs.
          maxWorkers: 2,
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: {
          name: 'sound',
          include: soundTests,
          maxWorkers: 1,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
