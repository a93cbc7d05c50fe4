import { defineConfig } from 'vitest/config';

/** The tests of the files that stryker.config.json names: fast ones, none that starts a program. */
export default defineConfig({
  test: {
    include: [
      'test/session/{approval*,bounds,connection,mcp,reconnection}.test.ts',
      'test/unit/session/tools/**/*.test.ts',
      'test/unit/{audio/pure/wav*,shared/sanitise,session/connection/backoff}.test.ts',
    ],
  },
});
