import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { inspectRecording } from '../../../src/analysis/inspect-recording.js';
import { LogWriter } from '../../helpers/log-writer.js';

function reply(log: LogWriter, id: string): void {
  const usage = { total_tokens: 300, input_tokens: 200, output_tokens: 100 };
  log.server({ type: 'response.created', response: { id, status: 'in_progress' } });
  log.server({
    type: 'response.done',
    response: { id, status: 'completed', output: [], usage },
  });
}

it('a recording begun in mid-session reports only what was used since', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'voicelive-usage-'));
  try {
    const before = new LogWriter();
    before.ready({ id: 'sess_1', model: 'gpt-realtime' });
    reply(before, 'resp_1');
    reply(before, 'resp_2');
    const log = new LogWriter({}, before.state);
    reply(log, 'resp_3');
    await writeFile(join(folder, 'events.jsonl'), `${log.end().lines.join('\n')}\n`);
    const { figures, responses } = (await inspectRecording(folder)).report;
    expect(figures.responses).toBe(1);
    expect(figures.tokens).toMatchObject({ inputText: 200, outputText: 100 });
    expect(figures.costUsd).toBeGreaterThan(0);
    expect(figures.costUsd).toBeCloseTo(responses[0]?.costUsd ?? 0, 12);
  } finally {
    await rm(folder, { recursive: true });
  }
});
