import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { parseWav, type WavAudio } from '../../src/audio/pure/wav.js';
import { closeEmulatorsAfterEach, scriptedEars } from '../helpers/emulator-rig.js';
import {
  closePerformancesAfterEach,
  perform,
  scriptOf,
  spoken,
  typed,
  type Performed,
} from '../helpers/performance.js';

closeEmulatorsAfterEach();
closePerformancesAfterEach();

const text = { mode: 'text', session: { modalities: ['text'] } } as const;

async function speech(name: string): Promise<WavAudio> {
  const file = new URL(`../fixtures/speech/${name}.wav`, import.meta.url);
  return parseWav(await readFile(file), name);
}

function words({ state }: Performed): readonly string[] {
  return state.transcript.flatMap((entry) =>
    entry.kind === 'user' || entry.kind === 'assistant' ? [`${entry.kind}: ${entry.text}`] : [],
  );
}

describe('a script in text', () => {
  it('sends each turn after the answer to the one before', async () => {
    const done = await perform(scriptOf([typed('hello')], [typed('what time is it')]), {
      options: text,
    });
    expect(done.problems).toEqual([]);
    expect(words(done)).toEqual([
      'user: hello',
      expect.stringMatching(/^assistant: Hello/),
      'user: what time is it',
      'assistant: It is ten forty five.',
    ]);
    expect(done.marks.map(({ step, phase }) => `${phase} ${String(step)}`)).toEqual([
      'start 0',
      'end 0',
      'start 1',
      'end 1',
    ]);
  });
});

describe('a script with sound', () => {
  it('speaks, and is answered', async () => {
    const done = await perform(scriptOf([spoken]), {
      sounds: { 0: await speech('what-time-is-it') },
      emulator: { ears: scriptedEars('what time is it') },
    });
    expect(done.problems).toEqual([]);
    expect(words(done)).toContain('assistant: It is ten forty five.');
  }, 30_000);

  it('interrupts a reply to the frame', async () => {
    const done = await perform(
      scriptOf(
        [typed('please count')],
        [
          { type: 'intent', intent: { type: 'interrupt' } },
          { type: 'heard', ms: 1200 },
        ],
      ),
    );
    expect(done.problems).toEqual([]);
    const flushed = done.inputs.find(({ type }) => type === 'flushed');
    expect(flushed).toMatchObject({ items: [{ handedSamples: 28_800 }] });
  }, 30_000);
});
