import { execFileSync } from 'node:child_process';
import { mkdirSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readImageFile } from '../../../../src/cli/session/image-file.js';
import { temporaryFolder } from '../../../helpers/program.js';

const folder = temporaryFolder();
const at = (name: string): string => join(folder, name);
const png = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 1, 2, 3]);

describe('an image file', () => {
  it('becomes a data URL of what its first bytes say', async () => {
    writeFileSync(at('picture.jpg'), png);
    expect(await readImageFile(at('picture.jpg'))).toBe(
      `data:image/png;base64,${png.toString('base64')}`,
    );
    symlinkSync(at('picture.jpg'), at('link'));
    expect(await readImageFile(at('link'))).toMatch(/^data:image\/png;/);
  });

  it('of another kind, empty or too large is refused', async () => {
    writeFileSync(at('text'), 'hello');
    writeFileSync(at('empty'), '');
    writeFileSync(at('large'), png);
    truncateSync(at('large'), 10_000_001);
    await expect(readImageFile(at('text'))).rejects.toThrow('neither a PNG nor a JPEG');
    await expect(readImageFile(at('empty'))).rejects.toThrow('neither a PNG nor a JPEG');
    await expect(readImageFile(at('large'))).rejects.toThrow('larger than 10 MB');
  });

  it('that is no regular file is refused at once', async () => {
    execFileSync('mkfifo', [at('fifo')]);
    mkdirSync(at('directory'));
    symlinkSync(at('fifo'), at('link-to-fifo'));
    for (const path of [
      at('fifo'),
      at('link-to-fifo'),
      at('directory'),
      '/dev/zero',
      '/dev/tty0',
    ]) {
      await expect(readImageFile(path), path).rejects.toMatchObject({ exitCode: 2 });
    }
    await expect(readImageFile(at('fifo'))).rejects.toThrow('not a regular file');
  });

  it('that is a socket or does not exist is refused', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(at('socket'), resolve));
    await expect(readImageFile(at('socket'))).rejects.toThrow('cannot be read');
    server.close();
    await expect(readImageFile(at('none'))).rejects.toThrow('cannot be read');
  });
});
