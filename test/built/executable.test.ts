import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { programPath } from '../helpers/program.js';

it('the program runs by its own path, as npx runs it in a clone', async () => {
  const { stdout } = await promisify(execFile)(programPath, ['--version']);
  expect(stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
});
