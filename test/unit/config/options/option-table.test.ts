import { describe, expect, test } from 'vitest';
import { exitCodesMarkdown, optionsMarkdown } from '../../../../src/config/options/markdown.js';
import { longFlag } from '../../../../src/config/options/row.js';
import { optionTable as rows } from '../../../../src/config/options/option-table.js';
import { shapes } from '../../../../src/protocol/generated/shapes.js';
import type { ShapeName } from '../../../../src/protocol/generated/types.js';
import { validate } from '../../../../src/protocol/validate.js';
import { exitCodes } from '../../../../src/shared/errors.js';

function choices(name: string): readonly string[] {
  const row = rows.find((candidate) => candidate.name === name);
  return (row?.value.choices ?? []).filter((choice) => choice !== 'none');
}

describe('the option table', () => {
  test('names are those that a parser makes of the flags', () => {
    for (const row of rows) {
      const name = longFlag(row)
        .replace(/^--(?:no-)?/, '')
        .replace(/-(.)/g, (_, letter: string) => letter.toUpperCase());
      expect(name).toBe(row.name);
    }
  });

  test('flags, names and variables are there once', () => {
    for (const list of [
      rows.map(longFlag),
      rows.map((row) => row.name),
      rows.flatMap((row) => row.env ?? []),
    ]) {
      expect(new Set(list).size).toBe(list.length);
    }
  });

  test('a no- flag is on by default, every other boolean off', () => {
    for (const row of rows) {
      if (typeof row.default !== 'boolean') continue;
      expect(row.default).toBe(longFlag(row).startsWith('--no-'));
      expect(row.value.parse([], 'flag')).toBe(!row.default);
    }
  });

  test('no flag takes a secret', () => {
    expect(
      rows.filter((row) => /api-?key|token$|secret|password/i.test(longFlag(row))),
    ).toMatchObject([{ flag: '--api-key-file <file>' }]);
  });

  test('the choices are those that the API knows', () => {
    const known = (shape: ShapeName, value: unknown) => validate(shape, value, 'strict');
    for (const type of choices('turnDetection')) {
      expect(known('TurnDetection', { type })).toEqual([]);
    }
    for (const model of choices('transcription')) {
      expect(known('AudioInputTranscriptionOptions', { model })).toEqual([]);
    }
    for (const type of choices('noiseReduction')) {
      expect(known('AudioNoiseReduction', { type })).toEqual([]);
    }
    for (const effort of choices('reasoningEffort')) {
      expect(known('ReasoningEffort', effort)).toEqual([]);
    }
    const detections = shapes.TurnDetection;
    expect(detections.kind === 'tagged' && Object.keys(detections.members).sort()).toEqual(
      [...choices('turnDetection')].sort(),
    );
  });
});

describe('the generated tables', () => {
  test('every option of a command is in its table, with variable and default', () => {
    const markdown = optionsMarkdown('talk');
    for (const row of rows.filter((candidate) => candidate.commands.includes('talk'))) {
      expect(markdown).toContain(row.flag.replaceAll('|', '\\|'));
    }
    expect(markdown).toContain(
      '| `--model <name>` | `AZURE_VOICELIVE_MODEL` | `gpt-realtime` | model to talk to |',
    );
    expect(markdown).toContain('### Turn taking\n');
    expect(optionsMarkdown('run')).not.toContain('--mic');
  });

  test('every line of a table has the same number of cells', () => {
    for (const line of optionsMarkdown('talk').split('\n')) {
      if (line.startsWith('|')) expect(line.split(/(?<!\\)\|/).length).toBe(6);
    }
  });

  test('every exit code is listed', () => {
    const markdown = exitCodesMarkdown();
    for (const code of Object.values(exitCodes)) expect(markdown).toContain(`| ${code} | `);
  });
});
