import { describe, expect, it, test } from 'vitest';
import { exitCodesMarkdown, optionsMarkdown } from '../../../../scripts/docs/option-tables.js';
import { longFlag } from '../../../../src/config/options/row.js';
import { optionTable as rows } from '../../../../src/config/options/option-table.js';
import { shapes } from '../../../../src/protocol/generated/shapes.js';
import { validate } from '../../../../src/protocol/validate.js';
import { exitCodes } from '../../../../src/shared/errors.js';
import { planned } from '../planned.js';

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

  const choices = rows.flatMap((row) =>
    (row.toSession && row.value.choices ? row.value.choices : []).map(
      (choice) => [longFlag(row), choice, row.name] as const,
    ),
  );

  it.each(choices)('%s %s makes a session that the API takes', async (_flag, choice, name) => {
    const { plan } = await planned({ [name]: choice });
    expect(validate('RequestSession', plan.session, 'strict')).toEqual([]);
  });

  test('every turn detection of the API can be chosen', () => {
    const detections = shapes.TurnDetection;
    const row = rows.find(({ name }) => name === 'turnDetection');
    expect(
      detections.kind === 'tagged' &&
        Object.keys(detections.members)
          .filter((kind) => kind.toLowerCase() !== 'none')
          .sort(),
    ).toEqual(row?.value.choices?.filter((choice) => choice !== 'none').sort());
  });
});

describe('the generated tables', () => {
  test('every option of a command is in its table, with variable and default', () => {
    const markdown = optionsMarkdown('talk');
    for (const row of rows.filter((candidate) => candidate.commands.includes('talk'))) {
      expect(markdown).toContain(row.flag.replaceAll('|', '\\|'));
    }
    expect(markdown).toContain(
      '| `--model <name>` | `AZURE_VOICELIVE_MODEL` | `gpt-realtime` | choose the model |',
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
