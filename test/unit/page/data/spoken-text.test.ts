import { describe, expect, it } from 'vitest';
import type { Interruption, Item } from '../../../../src/analysis/report.js';
import { shortened, spokenText } from '../../../../src/page/data/spoken-text.js';

const item: Item = {
  id: 'item_1',
  speaker: 'assistant',
  text: 'One two, one\u202e two three',
  typed: false,
  wordless: false,
  startMs: 1000,
  endMs: 3000,
  interrupted: true,
  deleted: false,
  audio: [],
  words: [
    { text: 'One', startMs: 1000, endMs: 1200, estimated: true },
    { text: 'two,', startMs: 1200, endMs: 1500, estimated: true },
    { text: 'one\u202e', startMs: 1500, endMs: 1900, estimated: true },
    { text: 'unknown', startMs: 1900, endMs: 1950, estimated: true },
    { text: 'two', startMs: 1950, endMs: 2000, estimated: true },
    { text: 'three', estimated: true },
  ],
};
const interruption: Interruption = {
  atMs: 2000,
  cause: 'speech',
  itemId: 'item_1',
  heardMs: 1000,
  receivedMs: 2000,
  deleted: false,
  heardText: 'One two, one\u202e two',
  unheardText: ' three',
  estimated: true,
  timeToYield: {},
  falseStop: false,
};

describe('the text of an item', () => {
  it('has the places of its words as they are shown, in order', () => {
    const { heard, unheard, words } = spokenText(item, interruption);
    expect({ heard, unheard }).toEqual({ heard: 'One two, one\\u202e two', unheard: 'three' });
    expect(words.map(({ from, to, startMs }) => [heard.slice(from, to), startMs])).toEqual([
      ['One', 1000],
      ['two,', 1200],
      ['one\\u202e', 1500],
      ['two', 1950],
    ]);
  });

  it('is whole without an interruption, or when the unheard part is another text', () => {
    expect(spokenText(item, undefined).heard).toBe('One two, one\\u202e two three');
    expect(spokenText(item, { ...interruption, unheardText: ' four' }).unheard).toBe('');
  });

  it('says how much of a long text is missing', () => {
    expect(shortened('abcdef', 4)).toBe('abcd… (2 more characters)');
    expect(shortened('abcd', 4)).toBe('abcd');
  });
});
