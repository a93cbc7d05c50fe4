import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { format } from 'prettier';

/** One line of the table. */
export interface Figure {
  /** Id of the figure, e.g. `L3`. */
  readonly id: string;
  readonly what: string;
  readonly target: string;
  /** The result, with its control if there is one. */
  readonly result: string;
  /** Undefined where it was not measured. */
  readonly met: boolean | undefined;
  readonly values: Readonly<Record<string, number>>;
}

/** The value below which the share `p` of the values lies; NaN without values. */
export function percentile(values: readonly number[], p: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * p))] ?? Number.NaN;
}

/** Rounded to a tenth, for a table. */
export function tenth(value: number): number {
  return Math.round(value * 10) / 10;
}

const resultsPath = 'bench/results.json';

async function readOr(path: string, otherwise: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch {
    return otherwise;
  }
}

function tableOf(figures: readonly Figure[]): string {
  const rows = figures.map(({ id, what, target, result, met }) => {
    const mark = met === undefined ? '–' : met ? 'yes' : 'no';
    return `| ${id} | ${what} | ${target} | ${result} | ${mark} |`;
  });
  return ['| | What | Target | Measured | Met |', '| --- | --- | --- | --- | --- |', ...rows].join(
    '\n',
  );
}

/**
 * Prints a section's figures, and writes them into bench/results.json and between the section's marks in the page; other
 * sections are kept.
 */
export async function publish(
  section: string,
  page: string,
  figures: readonly Figure[],
): Promise<void> {
  const table = tableOf(figures);
  console.log(table);
  const machine = `${cpus()[0]?.model ?? 'unknown'}, ${cpus().length} cores, Node ${process.version}`;
  const all: unknown = JSON.parse(await readOr(resultsPath, '{}'));
  const results = { ...(typeof all === 'object' ? all : {}), [section]: { machine, figures } };
  await mkdir('bench', { recursive: true });
  await writeFile(resultsPath, `${JSON.stringify(results, undefined, 2)}\n`);
  const [begin, end] = [`<!-- ${section}:begin -->`, `<!-- ${section}:end -->`];
  const text = await readOr(page, `# Performance\n\n${begin}\n${end}\n`);
  const from = text.indexOf(begin);
  const to = text.indexOf(end);
  if (from === -1 || to === -1) throw new Error(`${page} has no ${begin} … ${end}`);
  const body = `${begin}\n\nMeasured on ${machine}.\n\n${table}\n\n`;
  const whole = text.slice(0, from) + body + text.slice(to);
  await writeFile(page, await format(whole, { parser: 'markdown', printWidth: 100 }));
}
