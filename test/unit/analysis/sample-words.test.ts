import { expect, it } from 'vitest';
import { inspectRecording } from '../../../src/analysis/inspect-recording.js';

it('spreads what the user said over all of their voice, which may end just after the service says', async () => {
  const { report } = await inspectRecording('recordings/sample');
  const voice = report.sound?.user.voice ?? [];
  const said = report.items.filter(({ speaker }) => speaker === 'user');
  expect(said).toHaveLength(3);
  for (const [index, { startMs, endMs, words }] of said.entries()) {
    expect(Math.abs(startMs - (voice[index]?.startMs ?? NaN))).toBeLessThanOrEqual(20);
    expect(Math.abs(endMs - (voice[index]?.endMs ?? NaN))).toBeLessThanOrEqual(20);
    expect(endMs - (words.at(-1)?.startMs ?? NaN)).toBeLessThan((endMs - startMs) / 2);
  }
});
