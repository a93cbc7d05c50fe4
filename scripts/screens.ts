import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { layoutFrame } from '../src/tui/layout/frame.js';
import { rowText, span, type Row } from '../src/tui/text/rows.js';
import { pictures } from './screens/pictures.js';
import { plainLines } from './screens/plain.js';
import { svgOf } from './screens/svg.js';

/**
 * Draws the main states of the screen into docs/screens, as text and as images, with a page of all of them. With `--check`
 * nothing is written and a stale file is an error.
 */
const folder = fileURLToPath(new URL('../docs/screens/', import.meta.url));
const check = process.argv.includes('--check');

const files = new Map<string, string>();
const gallery: string[] = [];

function add(name: string, about: string, rows: readonly Row[], svg: string): void {
  const text = rows.map((row) => rowText(row).trimEnd()).join('\n');
  files.set(`${name}.txt`, `${text}\n`);
  files.set(`${name}.svg`, svg);
  gallery.push(`## ${name}\n\n${about}\n\n![${name}](${name}.svg)\n`);
}

for (const { name, about, size, state, ui, theme } of pictures()) {
  const { rows } = layoutFrame(state, ui, size);
  const dimensions = `${String(size.columns)}×${String(size.rows)}`;
  const svg = svgOf(rows, size.columns, `voicelive: ${name}, ${dimensions}`, theme);
  add(name, `${about}, ${dimensions}`, rows, svg);
}

const plain = plainLines().map((line): Row => [span(line)]);
const columns = Math.max(...plain.map((row) => rowText(row).length));
add('plain', 'plain mode', plain, svgOf(plain, columns, 'voicelive: plain mode'));

files.set(
  'README.md',
  `# Screens\n\nDrawn by \`npm run screens\` from the program's own layout.\n\n${gallery.join('\n')}`,
);

await mkdir(folder, { recursive: true });
for (const [file, content] of files) {
  const current = await readFile(folder + file, 'utf8').catch(() => undefined);
  if (current === content) continue;
  if (check) fail(file, 'stale');
  else await writeFile(folder + file, content);
}
for (const file of await readdir(folder)) {
  if (files.has(file)) continue;
  if (check) fail(file, 'not in the gallery');
  else await rm(folder + file);
}

function fail(file: string, why: string): void {
  console.error(`docs/screens/${file} is ${why}: run npm run screens`);
  process.exitCode = 1;
}
