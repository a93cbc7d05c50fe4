import { describe, expect, it } from 'vitest';
import { commandTable } from '../../../../src/session/commands/command-table.js';
import { paletteOf, type Listing } from '../../../../src/session/commands/palette.js';
import { sessionState, userEntry } from '../../../helpers/state.js';

const base = sessionState({ transcript: [userEntry()] });
const state = {
  ...base,
  remote: {
    ...base.remote,
    items: [
      { id: 'item_abc', type: 'message', summary: 'user: hello' },
      { id: 'item_abd', type: 'message', summary: '' },
    ],
  },
};

function linesFor(text: string, listing?: Listing): readonly string[] {
  return paletteOf(text, state, listing)?.choices.map(({ line }) => line) ?? [];
}

describe('the palette', () => {
  it('offers every command for a slash, in the order of the table', () => {
    const names = commandTable.map(({ name }) => `/${name}`);
    expect(linesFor('/').map((line) => line.trim())).toEqual(names);
  });

  it.each([
    ['/im', ['/image ']],
    ['/it', ['/items', '/quit']],
    ['/detect', ['/turn-detection ']],
    ['/vioce', ['/voice ']],
    ['/voice ve', ['/voice verse']],
    ['/turn-detection az', 3],
    ['/model mini', 6],
    ['/retrieve abc', ['/retrieve item_abc']],
    ['/delete item_abd', ['/delete item_abd']],
    ['/send response.ca', ['/send {"type":"response.cancel"']],
    ['/send {"type":"input_audio_buffer.cl', ['/send {"type":"input_audio_buffer.clear"']],
    ['/say he', []],
  ])('%s offers %j', (typed, expected) => {
    const lines = linesFor(typed);
    if (typeof expected === 'number') expect(lines).toHaveLength(expected);
    else expect(lines).toEqual(expected);
  });

  it.each(['hello', '//im', ''])('has nothing to do with %j', (text) => {
    expect(paletteOf(text, state)).toBeUndefined();
  });

  it('says why a command does nothing now', () => {
    const silent = sessionState({ options: { mode: 'text' } });
    const unavailable = paletteOf('/', silent)?.choices.flatMap(({ line, unavailable: why }) =>
      why === undefined ? [] : [`${line.trim()}: ${why}`],
    );
    expect(unavailable).toEqual([
      '/turn-detection: the session has no sound',
      '/retry: nothing was asked yet',
    ]);
  });

  it.each([
    ['/vo', 0],
    ['/voice ', undefined],
    ['/voice ve', 0],
    ['/voice verse', undefined],
    ['/turn-detection server', 0],
    ['/model gpt-4', undefined],
    ['/retrieve item', undefined],
    ['/save read', undefined],
  ])(
    'takes with Enter what was typed, unless it is only the beginning of a value: %s',
    (typed, first) => {
      expect(paletteOf(typed, state)?.first).toBe(first);
    },
  );

  it('offers the names in a folder, once they are known', () => {
    const here = { directory: '', names: ['pictures/', 'photo.png', 'notes.md'] };
    expect(linesFor('/image p')).toEqual([]);
    expect(linesFor('/image p', here)).toEqual(['/image pictures/', '/image photo.png']);
    expect(linesFor('/instructions @no', here)).toEqual(['/instructions @notes.md']);
    expect(linesFor('/instructions no', here)).toEqual([]);
    expect(linesFor('/save --force no', here)).toEqual(['/save --force notes.md']);
    expect(linesFor('/image https://example.com/p', here)).toEqual([]);
    expect(linesFor('/image pictures/', here)).toEqual([]);
    const inside = { directory: 'pictures/', names: ['cat.png'] };
    expect(linesFor('/image pictures/c', inside)).toEqual(['/image pictures/cat.png']);
  });

  it('offers the native voices with the model that has them', () => {
    const native = sessionState({ options: { model: 'azure-realtime' } });
    expect(paletteOf('/voice ava', native)?.choices[0]?.line).toBe('/voice ava');
    expect(linesFor('/voice ava')[0]).toBe('/voice en-US-AvaNeural');
  });
});
