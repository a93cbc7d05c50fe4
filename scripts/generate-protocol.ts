import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { format, resolveConfig } from 'prettier';
import { corrections } from '../src/protocol/corrections.js';
import { applyCorrections } from './protocol/correct.js';
import { emitShapes } from './protocol/emit-shapes.js';
import { emitTypes } from './protocol/emit-types.js';
import { readDescription } from './protocol/read-description.js';
import { resolve } from './protocol/resolve.js';

const folder = new URL('../src/protocol/', import.meta.url);
const description = 'description/voicelive-2026-06-01-preview.swagger.json';
const header = `// Generated from ${description} and corrections.ts by \`npm run generate\`; do not edit.`;

interface GeneratedFile {
  readonly path: string;
  readonly text: string;
}

/**
 * Brings `src/protocol/generated` up to date with the API description and the corrections; with
 * `check` it only looks. Returns the paths of the files that were missing or stale.
 */
export async function generateProtocol(options: {
  readonly check: boolean;
}): Promise<readonly string[]> {
  const stale: string[] = [];
  for (const { path, text } of await makeFiles()) {
    const current = await readFile(path, 'utf8').catch(() => undefined);
    if (current === text) continue;
    stale.push(path);
    if (options.check) continue;
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, text);
  }
  return stale;
}

/** The same input gives the same text. */
async function makeFiles(): Promise<readonly GeneratedFile[]> {
  const document: unknown = JSON.parse(await readFile(new URL(description, folder), 'utf8'));
  const model = readDescription(document);
  applyCorrections(model, corrections);
  const resolved = resolve(model);
  return Promise.all([
    formatted(new URL('generated/types.ts', folder), emitTypes(resolved, header)),
    formatted(new URL('generated/shapes.ts', folder), emitShapes(resolved, header)),
  ]);
}

async function formatted(url: URL, text: string): Promise<GeneratedFile> {
  const path = fileURLToPath(url);
  const options = await resolveConfig(path);
  return { path, text: await format(text, { ...options, filepath: path }) };
}

async function main(): Promise<void> {
  const check = process.argv.includes('--check');
  const stale = await generateProtocol({ check });
  if (!check || stale.length === 0) return;
  for (const path of stale) console.error(`${path} is stale: run npm run generate`);
  process.exitCode = 1;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main();
