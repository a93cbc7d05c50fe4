import { describe, expect, test } from 'vitest';
import { readSessionFile } from '../../../../src/config/session/session-file.js';
import { caught } from '../caught.js';
import { useTemporaryFolder } from '../temporary-folder.js';

const folder = useTemporaryFolder();

describe('a session file', () => {
  test('may be YAML', () => {
    const file = folder.write(
      'session.yaml',
      'instructions: Be brief.\nturn_detection:\n  type: semantic_vad\n  eagerness: high\n',
    );
    expect(readSessionFile(file)).toEqual({
      instructions: 'Be brief.',
      turn_detection: { type: 'semantic_vad', eagerness: 'high' },
    });
  });

  test('may be JSON, with tabs and a byte order mark', () => {
    const file = folder.write('session.json', '\ufeff{\n\t"turn_detection": null\n}\n');
    expect(readSessionFile(file)).toEqual({ turn_detection: null });
  });

  test('every problem is told with file, line, path and suggestion', () => {
    const file = folder.write(
      'session.yaml',
      [
        'instructons: Be brief.',
        'turn_detection:',
        '  type: server_vad',
        '  threshold: high',
        'input_audio_transcription:',
        '  model: wisper-1',
        'tools:',
        '  - type: function',
        '    description: without a name',
      ].join('\n'),
    );
    const error = caught(() => readSessionFile(file));
    expect(error.exitCode).toBe(2);
    const lines = error.message.split('\n');
    expect(lines).toHaveLength(4);
    expect(lines).toContainEqual(
      expect.stringMatching(/session\.yaml:1: instructons: .*did you mean "instructions"\?/),
    );
    expect(lines).toContainEqual(
      expect.stringMatching(/session\.yaml:4: turn_detection\.threshold: found "high"/),
    );
    expect(lines).toContainEqual(
      expect.stringMatching(/:6: input_audio_transcription\.model: .*did you mean "whisper-1"\?/),
    );
    expect(lines).toContainEqual(
      expect.stringMatching(/:8: tools\[0\]\.name: found nothing, expected a string/),
    );
  });

  test.each([
    ['a list', '- a\n', /:\d+: value: found an array|: value: found an array/],
    ['nothing', '', /value: found null, expected an object/],
    ['the same key twice', 'temperature: 1\ntemperature: 2\n', /line 2, column 1: /],
    ['broken JSON', '{"temperature": 1', /line 1, column \d+: /],
    ['an unknown tag', 'instructions: !include other.txt\n', /line 1, column 15: Unresolved tag/],
    ['an alias of nothing', 'instructions: *other\n', /line 1|other/],
    ['a number that is none', 'temperature: .nan\n', /temperature: found NaN, expected a number/],
  ])('%s is refused with its place', (_, content, message) => {
    const error = caught(() => readSessionFile(folder.write('session.yaml', content)));
    expect(error.message).toMatch(message);
    expect(error.exitCode).toBe(2);
  });

  test('aliases that unfold without end are refused', () => {
    const levels = Array.from({ length: 12 }, (_, level) => {
      const below = level === 0 ? 'x' : `*a${level - 1}`;
      return `a${level}: &a${level} [${Array.from({ length: 9 }, () => below).join(', ')}]`;
    });
    const error = caught(() => readSessionFile(folder.write('bomb.yaml', levels.join('\n'))));
    expect(error.message).toContain('alias');
  });
});

describe('a file that cannot be read', () => {
  test('a wrong name suggests the file beside it', () => {
    const there = folder.write('session.yaml', 'temperature: 1\n');
    const error = caught(() => readSessionFile(folder.path('sesion.yaml')));
    expect(error.message).toBe(`Flag --session: ${folder.path('sesion.yaml')} does not exist.`);
    expect(error.hint).toBe(`Did you mean ${there}?`);
    expect(error.exitCode).toBe(2);
  });

  test('a folder is told from a file', () => {
    folder.write('x', '');
    expect(caught(() => readSessionFile(folder.path('.'))).message).toMatch(/is a folder/);
  });

  test('a file that is too large is not read to its end', () => {
    const file = folder.write('large.yaml', new Uint8Array(2 * 1024 * 1024).fill(32));
    expect(caught(() => readSessionFile(file)).message).toMatch(/larger than 1 MiB/);
    expect(caught(() => readSessionFile('/dev/zero')).message).toMatch(/larger than 1 MiB/);
  });

  test('a file that is no text is told so', () => {
    const file = folder.write('sound.wav', Uint8Array.of(0x52, 0x49, 0xff, 0xfe, 0x80));
    expect(caught(() => readSessionFile(file)).message).toMatch(/not a UTF-8 text file/);
  });
});
