import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { format } from 'prettier';
import { metrics } from '../src/analysis/metrics.js';
import { schemas } from '../src/cli/config/schemas.js';
import { formatTable, type FormatRow } from '../src/export/format-table.js';
import { corrections } from '../src/protocol/corrections.js';
import { oldNames } from '../src/protocol/old-names.js';
import { tagsOf } from '../src/protocol/validate.js';
import {
  foldedExample,
  headerFields,
  intentTable,
  lineTable,
  stateFields,
} from '../src/recording/lines/line-docs.js';
import { commandTable } from '../src/session/commands/command-table.js';
import { keyGroups } from '../src/tui/keys/key-descriptions.js';
import { keyName } from '../src/tui/keys/key-name.js';
import { keysOf } from '../src/tui/keys/key-row.js';
import { replayKeys } from '../src/tui/keys/replay-keys.js';
import { initialUi } from '../src/tui/ui-state.js';
import {
  clientEventTable,
  responseOptionTable,
  serverEventTable,
  sessionOptionTable,
  type CoverageTable,
} from '../test/protocol-coverage/tables.js';
import { exitCodesMarkdown, optionsMarkdown, scriptOptionsMarkdown } from './docs/option-tables.js';
import { exportedJson, inspection, matrix, schemaOf, typesOf } from './docs/report-schema.js';
import { scriptSections } from './docs/script-tables.js';
import { table } from './docs/table.js';

/**
 * Writes the tables of the documentation from the code, between markers `<!-- generated:NAME -->` and
 * `<!-- /generated -->`. With `--check` nothing is written and a stale page is an error.
 */
const root = new URL('..', import.meta.url);
const pages = [
  'README.md',
  'docs/reference.md',
  'docs/protocol.md',
  'docs/recording-format.md',
  'docs/inspect.md',
  'docs/export.md',
  'docs/script-format.md',
  'docs/run.md',
];

const sections: Readonly<Record<string, () => string>> = {
  keys: () =>
    table(
      ['Where', 'Key', 'What it does'],
      keyGroups(initialUi).flatMap(({ title, keys }) =>
        keys.map(({ names, about }, index) => [
          index === 0 ? title : '',
          names.map((name) => `\`${name}\``).join(' '),
          about,
        ]),
      ),
    ),
  'replay-keys': () =>
    table(
      ['Key', 'What it does'],
      replayKeys.map((row) => [
        keysOf(row, initialUi)
          .map((key) => `\`${keyName(key)}\``)
          .join(' '),
        row.about,
      ]),
    ),
  'options-talk': () => optionsMarkdown('talk'),
  'options-run': () => optionsMarkdown('run'),
  'options-run-scripts': () => scriptOptionsMarkdown(),
  'exit-codes': () => exitCodesMarkdown(),
  'server-events': () => events('ServerEvent'),
  'client-events': () => events('ClientEvent'),
  'protocol-server-events': () => coverage(serverEventTable()),
  'protocol-client-events': () => coverage(clientEventTable()),
  'protocol-session-options': () => coverage(sessionOptionTable()),
  'protocol-response-options': () => coverage(responseOptionTable()),
  commands: () =>
    table(
      ['Command', 'What it does'],
      commandTable.map(({ name, argument, about }) => [
        `\`${`/${name} ${argument}`.trim()}\``,
        about,
      ]),
    ),
  'recording-header': () => headerFields(),
  'recording-state': () => stateFields(),
  'recording-lines': () => coverage(lineTable()),
  'recording-intents': () => coverage(intentTable()),
  'recording-folded-line': () => `\`\`\`json\n${foldedExample()}\n\`\`\``,
  'inspect-metrics': () =>
    table(
      ['Metric', 'Unit', 'What it is'],
      metrics.map(({ name, unit, about }) => [`\`${name}\``, unit, about]),
    ),
  'inspect-fields': () => reportFields(),
  'export-formats': () =>
    table(
      ['Format', 'What it is', 'Needs'],
      formatTable.map(({ name, about, needs }) => [`\`${name}\``, about, neededFiles[needs]]),
    ),
  ...scriptSections,
  'old-names': () =>
    table(
      ['Name', 'Named by', 'Instead', 'Why'],
      oldNames.map(({ name, namedBy, instead, reason }) => [
        `\`${name}\``,
        namedBy,
        `\`${instead}\``,
        reason,
      ]),
    ),
  corrections: () =>
    table(
      ['Correction', 'Source'],
      corrections.map(({ id, source }) => [`\`${id}\``, source]),
    ),
};

function coverage({ head, rows }: CoverageTable): string {
  return table(head, rows);
}

const neededFiles: Readonly<Record<FormatRow['needs'], string>> = {
  log: '`events.jsonl`',
  sound: '`session.wav`',
  either: 'either file',
};

/** The types of the report, each with a table of its fields. */
function reportFields(): string {
  return [...typesOf(inspection)]
    .map(([name, fields]) => {
      const rows = fields.map(({ name: field, optional, type, about }) => [
        `\`${field}\`${optional ? '?' : ''}`,
        type,
        about,
      ]);
      return `### ${name}\n\n${table(['Field', 'Type', 'Meaning'], rows)}\n`;
    })
    .join('\n');
}

function events(union: 'ServerEvent' | 'ClientEvent'): string {
  return [...tagsOf(union)]
    .sort()
    .map((type) => `- \`${type}\``)
    .join('\n');
}

function fill(text: string, page: string): string {
  return text.replace(
    /(<!-- generated:([a-z-]+) -->\n)[^]*?(<!-- \/generated -->)/g,
    (_all, open: string, name: string, close: string) => {
      const section = sections[name];
      if (!section) throw new Error(`${page}: there is no generated section ${name}`);
      return `${open}\n${section()}\n\n${close}`;
    },
  );
}

/** Pages with tables in them, and files that are generated as a whole. */
const files: readonly (readonly [path: string, parser: string, make: (text: string) => string])[] =
  [
    ...pages.map((page) => [page, 'markdown', (text: string) => fill(text, page)] as const),
    ['docs/inspect.schema.json', 'json', () => JSON.stringify(schemaOf(inspection))],
    ['docs/export.schema.json', 'json', () => JSON.stringify(schemaOf(exportedJson))],
    ...Object.entries(schemas).map(
      ([kind, make]) =>
        [`docs/schema/${kind}.schema.json`, 'json', () => JSON.stringify(make())] as const,
    ),
    ['docs/matrix.schema.json', 'json', () => JSON.stringify(schemaOf(matrix))],
  ];

let stale = 0;
for (const [name, parser, make] of files) {
  const path = fileURLToPath(new URL(name, root));
  const current = existsSync(path) ? await readFile(path, 'utf8') : '';
  const next = await format(make(current), { parser, printWidth: 100, singleQuote: true });
  if (next === current) continue;
  if (process.argv.includes('--check')) {
    console.error(`${name} is stale: run npm run generate`);
    stale += 1;
  } else {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, next);
  }
}
process.exitCode = stale === 0 ? 0 : 1;
