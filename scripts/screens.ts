import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { layoutFrame } from '../src/tui/layout/frame.js';
import { rowText } from '../src/tui/text/rows.js';
import { pictures } from './screens/pictures.js';
import { svgOf } from './screens/svg.js';

/**
 * Draws the main states of the screen into docs/screens, as text and as images. With `--check` nothing is written and a
 * stale image is an error.
 */
const folder = fileURLToPath(new URL('../docs/screens/', import.meta.url));
const check = process.argv.includes('--check');

async function put(file: string, content: string): Promise<boolean> {
  const current = await readFile(folder + file, 'utf8').catch(() => undefined);
  if (current === content) return true;
  if (!check) await writeFile(folder + file, content);
  return !check;
}

await mkdir(folder, { recursive: true });
for (const { name, size, state, ui } of pictures()) {
  const frame = layoutFrame(state, ui, size);
  const text = frame.rows.map((row) => rowText(row).trimEnd()).join('\n');
  const title = `voicelive: ${name}, ${String(size.columns)}×${String(size.rows)}`;
  const written = [
    await put(`${name}.txt`, `${text}\n`),
    await put(`${name}.svg`, svgOf(frame, size.columns, title)),
  ];
  if (written.includes(false)) {
    console.error(`docs/screens/${name} is stale: run npm run screens`);
    process.exitCode = 1;
  }
}
