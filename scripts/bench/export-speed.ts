import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { tenth, type Figure } from './figures.js';
import { writeHour } from './hour-recording.js';
import { spentBy } from './spent.js';
import { programPath } from './terminal-program.js';

const formats = ['vtt', 'srt', 'md', 'json', 'audacity', 'trace', 'har', 'script', 'wav'] as const;

/** Each format of `voicelive export` for a long recording; an `inspect` of it is the control. */
export async function exportSpeed(seconds: number): Promise<readonly Figure[]> {
  const root = await mkdtemp(join(tmpdir(), 'voicelive-export-'));
  try {
    const recording = join(root, 'hour');
    await writeHour(recording, seconds);
    const control = await spentBy([programPath, 'inspect', recording]);
    const figures: Figure[] = [];
    for (const format of formats) {
      const output = join(root, format);
      const args = ['export', recording, '--format', format, '--output', output];
      const { processorMs, memoryMb } = await spentBy([programPath, ...args]);
      figures.push({
        id: 'E3',
        what: `export of an hour as \`${format}\``,
        target: '–',
        result: `${(processorMs / 1000).toFixed(2)} s of processor time, ${tenth(processorMs / control.processorMs)}× of inspect; ${tenth(memoryMb)} MB`,
        met: undefined,
        values: { processorMs, memoryMb, controlMs: control.processorMs },
      });
      await rm(output, { recursive: true });
    }
    return figures;
  } finally {
    await rm(root, { recursive: true, force: true });
  }
}
