import { describe, expect, it } from 'vitest';
import { readOpenSessionFile } from '../../../../src/config/session/session-file.js';
import { useTemporaryFolder } from '../temporary-folder.js';

const folder = useTemporaryFolder();

describe('a session file that knows more than the API description', () => {
  it('is used with a field that is not known, after a warning with the nearest name', () => {
    const path = folder.write('s.yaml', 'temperature: 1\ntemperatur: 2\n');
    expect(readOpenSessionFile(path, 'flag --session', false)).toEqual({
      session: { temperature: 1, temperatur: 2 },
      warnings: [`${path}:2:1: temperatur: unknown key. Did you mean "temperature"? It is sent.`],
    });
  });

  it('is refused with a value that does not fit', () => {
    const path = folder.write('s.yaml', 'temperature: warm\nnew_field: 1\n');
    expect(() => readOpenSessionFile(path, 'flag --session', false)).toThrow(
      `${path}:1:14: temperature: expected`,
    );
  });

  it('is sent without a check with --unchecked: the program does not read what does not fit', () => {
    const path = folder.write('s.yaml', 'temperature: warm\nnew_field: 1\ninstructions: hi\n');
    expect(readOpenSessionFile(path, 'flag --session', true)).toMatchObject({
      session: { new_field: 1, instructions: 'hi' },
      uncheckedSession: { temperature: 'warm' },
      warnings: [expect.stringContaining('temperature'), expect.stringContaining('new_field')],
    });
  });
});
