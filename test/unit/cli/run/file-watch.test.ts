import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FileWatch } from '../../../../src/cli/run/file-watch.js';

let folder = '';
let watching: FileWatch | undefined;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'voicelive-watch-'));
  writeFileSync(join(folder, 'one.yaml'), '');
});
afterEach(() => {
  watching?.close();
  rmSync(folder, { recursive: true });
});

describe('a watch of files', () => {
  it.each([
    [
      'a change of a file',
      'one.yaml',
      (): void => {
        writeFileSync(join(folder, 'one.yaml'), 'changed');
      },
    ],
    [
      'a new script in the folder',
      'two.yaml',
      (): void => {
        writeFileSync(join(folder, 'two.yaml'), '');
      },
    ],
    [
      'a new folder in it',
      'below',
      (): void => {
        mkdirSync(join(folder, 'below'));
      },
    ],
  ])('notices %s', async (_, name, change) => {
    watching = new FileWatch([join(folder, 'one.yaml')], [folder]);
    change();
    await expect(watching.changed).resolves.toBe(join(folder, name));
  });

  it('is not woken by other files', async () => {
    const other = mkdtempSync(join(tmpdir(), 'voicelive-watch-'));
    try {
      writeFileSync(join(other, 'script.yaml'), '');
      watching = new FileWatch([join(folder, 'one.yaml'), join(other, 'script.yaml')], [folder]);
      let changes = 0;
      void watching.changed.then(() => (changes += 1));
      writeFileSync(join(folder, 'one.yaml.swp'), '');
      writeFileSync(join(other, 'two.yaml'), '');
      // A watch of its own sees the same files, and then this one: the system tells both in order.
      const witness = new FileWatch([join(folder, 'witness')], [folder, other]);
      writeFileSync(join(folder, 'witness'), '');
      await witness.changed;
      witness.close();
      expect(changes).toBe(0);
    } finally {
      rmSync(other, { recursive: true });
    }
  });
});
