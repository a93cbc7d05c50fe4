import { mkdirSync } from 'node:fs';
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
      expect.stringMatching(
        /session\.yaml:1:1: instructons: unknown key\. Did you mean "instructions"\?/,
      ),
    );
    expect(lines).toContainEqual(
      expect.stringMatching(/session\.yaml:4:14: turn_detection\.threshold: .*found "high"$/),
    );
    expect(lines).toContainEqual(
      expect.stringMatching(
        /:6:10: input_audio_transcription\.model: .*Did you mean "whisper-1"\?/,
      ),
    );
    expect(lines).toContainEqual(
      expect.stringMatching(/:8:5: tools\[0\]\.name: missing; expected a string/),
    );
  });

  test.each([
    ['a list', '- a\n', /:1:1: expected an object; found an array\.$/],
    [
      'a number that is none',
      'temperature: .nan\n',
      /:1:14: temperature: expected a number; found NaN/,
    ],
  ])('%s is refused with its place', (_, content, message) => {
    const error = caught(() => readSessionFile(folder.write('session.yaml', content)));
    expect(error.message).toMatch(message);
    expect(error.exitCode).toBe(2);
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
});

describe('a session file that extends another', () => {
  test('builds on it: objects by their keys, the rest as a whole, the path relative to the file', () => {
    mkdirSync(folder.path('base'));
    folder.write(
      'base/first.json',
      '{"instructions": "Be brief.", "modalities": ["text", "audio"]}',
    );
    folder.write(
      'base/team.yaml',
      'extends: first.json\nvoice: {type: azure-standard, name: en-US-AvaNeural, rate: "1.1"}\nturn_detection:\n  type: server_vad\n  threshold: 0.4\n',
    );
    const file = folder.write(
      'mine.yaml',
      'extends: base/team.yaml\nmodalities: [text]\nvoice: {type: openai, name: marin}\nturn_detection:\n  silence_duration_ms: 300\n',
    );
    expect(readSessionFile(file)).toEqual({
      instructions: 'Be brief.',
      modalities: ['text'],
      // Another type of voice: nothing of the other one stays.
      voice: { type: 'openai', name: 'marin' },
      turn_detection: { type: 'server_vad', threshold: 0.4, silence_duration_ms: 300 },
    });
  });

  test('may switch off what the other one has', () => {
    folder.write('base.yaml', 'turn_detection: {type: server_vad}\n');
    const file = folder.write('mine.yaml', 'extends: base.yaml\nturn_detection: null\n');
    expect(readSessionFile(file)).toEqual({ turn_detection: null });
  });

  test('is refused with every problem in the file that has it', () => {
    const base = folder.write(
      'base.yaml',
      'instructions: x\nturn_detection:\n  type: server_vad\n  treshold: 1\n',
    );
    const file = folder.write(
      'mine.yaml',
      'extends: base.yaml\nmodell: x\nturn_detection:\n  silence_duration_ms: x\n',
    );
    const lines = caught(() => readSessionFile(file)).message.split('\n');
    expect(lines).toContainEqual(expect.stringContaining(`${file}:2:1: modell`));
    expect(lines).toContainEqual(
      expect.stringContaining(`${file}:4:24: turn_detection.silence_duration_ms`),
    );
    expect(lines).toContainEqual(expect.stringContaining(`${base}:4:3: turn_detection.treshold`));
  });

  test.each([
    ['a.yaml', 'a.yaml:1:10: extends: expected a file that does not extend this one'],
    ['5', 'a.yaml:1:10: extends: expected the path of another session file'],
    ['gone.yaml', 'Extends in'],
  ])('extends: %s is refused', (base, expected) => {
    const file = folder.write('a.yaml', `extends: ${base}\n`);
    expect(caught(() => readSessionFile(file)).message).toContain(expected);
  });

  test('in a circle is refused', () => {
    folder.write('a.yaml', 'extends: b.yaml\n');
    const file = folder.write('b.yaml', 'extends: a.yaml\n');
    expect(caught(() => readSessionFile(file)).message).toContain('a.yaml:1:10: extends');
  });
});
