import { execFileSync, spawn } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { readTextFile } from '../../../src/documents/text-file.js';
import type { VoiceliveError } from '../../../src/shared/errors.js';
import { caught } from '../config/caught.js';
import { useTemporaryFolder } from '../config/temporary-folder.js';

const folder = useTemporaryFolder();

function refusal(path: string): VoiceliveError {
  const error = caught(() => readTextFile(path, 'flag --x'));
  expect(error).toMatchObject({ code: 'file-unreadable', exitCode: 2 });
  return error;
}

describe('a text file', () => {
  it('loses its byte order mark', () => {
    expect(readTextFile(folder.write('bom.txt', '\ufeffhello'), 'flag --x')).toBe('hello');
  });

  it('may contain the replacement character', () => {
    expect(readTextFile(folder.write('a.txt', 'a\ufffdb'), 'flag --x')).toBe('a\ufffdb');
  });

  it('that is too large is not read to its end', () => {
    const file = folder.write('large.yaml', new Uint8Array(2 * 1024 * 1024).fill(32));
    expect(refusal(file).message).toMatch(/larger than 1 MiB/);
    expect(refusal('/dev/zero').message).toMatch(/larger than 1 MiB/);
  });

  it("may come through a pipe, at its writer's pace", () => {
    const pipe = folder.path('pipe');
    execFileSync('mkfifo', [pipe]);
    const writer = spawn('sh', ['-c', `{ printf one; sleep 0.2; printf ' two'; } > "${pipe}"`]);
    expect(readTextFile(pipe, 'flag --x')).toBe('one two');
    // Again: options may be planned twice.
    expect(readTextFile(pipe, 'flag --x')).toBe('one two');
    writer.kill();
  });

  it('is refused when it is a pipe that nobody writes to, and blocks nothing', () => {
    const pipe = folder.path('pipe');
    execFileSync('mkfifo', [pipe]);
    const error = caught(() => readTextFile(pipe, 'flag --x', 20));
    expect(error.message).toContain('it is a pipe, and nothing was written to it');
  });

  it.each([
    ['bytes that are not UTF-8', [0x52, 0x0a, 0x41, 0xff, 0xfe], 'line 2, column 2'],
    ['UTF-16', [0x61, 0x00, 0x62, 0x00], 'line 1, column 2'],
  ])('with %s is refused with the place', (_, bytes, place) => {
    const file = folder.write('sound.wav', Uint8Array.from(bytes));
    expect(refusal(file).message).toBe(`Flag --x: ${file} is not a UTF-8 text file (${place}).`);
  });
});
