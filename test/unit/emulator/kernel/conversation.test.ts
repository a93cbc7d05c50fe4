import { describe, expect, it, vi } from 'vitest';
import { Conversation, idOf } from '../../../../src/emulator/kernel/conversation.js';
import { fillTemplate } from '../../../../src/emulator/scenario/template.js';
import { timeWords } from '../../../../src/emulator/voice/numbers.js';
import { textPieces } from '../../../../src/emulator/response/text-tokens.js';
import type { JsonObject } from '../../../../src/shared/json.js';

function item(id: string): JsonObject {
  return { id, type: 'message', role: 'user', content: [] };
}

describe('the conversation', () => {
  it('forgets the oldest item when it is full', () => {
    const forget = vi.fn();
    const conversation = new Conversation(forget, 3);
    for (const id of ['a', 'b', 'c', 'd']) conversation.add(item(id));
    expect(conversation.entries.map((entry) => idOf(entry.item))).toEqual(['b', 'c', 'd']);
    expect(forget).toHaveBeenCalledTimes(1);
  });

  it('forgets the oldest items when they take too many bytes, sound included, but never the newest', () => {
    const forget = vi.fn();
    const conversation = new Conversation(forget, 100, 10_000);
    const heavy = (id: string, bytes: number) => ({ id, text: 'x'.repeat(bytes) });
    conversation.add(heavy('a', 4000));
    const { entry } = conversation.add(heavy('b', 4000));
    expect(conversation.bytes).toBeGreaterThan(8000);
    const samples = new Int16Array(1500);
    conversation.attachSpeech(entry, {
      samples,
      rateHz: 24_000,
      phrase: Promise.resolve(undefined),
    });
    expect(conversation.entries.map((each) => idOf(each.item))).toEqual(['b']);
    conversation.add(heavy('c', 20_000));
    expect(conversation.entries.map((each) => idOf(each.item))).toEqual(['c']);
    expect(forget).toHaveBeenCalledTimes(2);
  });

  it('puts an item at the root, or after another', () => {
    const conversation = new Conversation();
    conversation.add(item('a'));
    expect(conversation.add(item('first'), 'root').previousId).toBeUndefined();
    expect(conversation.add(item('b'), 'first').previousId).toBe('first');
    expect(conversation.entries.map((entry) => idOf(entry.item))).toEqual(['first', 'b', 'a']);
  });

  it('refuses a second item of the same id and an unknown place', () => {
    const conversation = new Conversation();
    conversation.add(item('a'));
    expect(() => conversation.add(item('a'))).toThrow(/already exists/);
    expect(() => conversation.add(item('b'), 'nowhere')).toThrow(/'nowhere' does not exist/);
  });

  it('keeps the sound of the last spoken items only', () => {
    const conversation = new Conversation();
    for (let index = 0; index < 6; index += 1) {
      const { entry } = conversation.add(item(`i${index}`));
      const samples = new Int16Array(16);
      conversation.attachSpeech(entry, {
        samples,
        rateHz: 8000,
        phrase: Promise.resolve(undefined),
      });
    }
    const kept = conversation.entries.filter(({ speech }) => speech !== undefined);
    expect(kept).toHaveLength(4);
    expect(conversation.entries.every(({ audioMs }) => audioMs === 2)).toBe(true);
  });

  it('refuses to truncate what the user said', () => {
    const conversation = new Conversation();
    conversation.add(item('a'));
    expect(() => {
      conversation.truncate('a', 0, 0);
    }).toThrow(/Only model output/);
  });
});

describe('texts', () => {
  it.each([
    [10, 45, 'ten forty five'],
    [22, 5, 'ten oh five'],
    [0, 0, "twelve o'clock"],
    [12, 30, 'twelve thirty'],
    [7, 19, 'seven nineteen'],
  ])('say %i:%i as %j', (hour, minute, words) => {
    expect(timeWords(hour, minute)).toBe(words);
  });

  it('are filled only when nothing is missing', () => {
    const values = { output: { degrees: 7 }, city: 'Oslo' };
    expect(fillTemplate('{{city}}: {{output.degrees}}', values)).toBe('Oslo: 7');
    expect(fillTemplate('{{output.sky}}', values)).toBeUndefined();
    expect(fillTemplate('{{constructor}}', values)).toBeUndefined();
  });

  it('are cut into pieces that join to the same text', () => {
    const text = "It's 7 degrees, isn't it?  (Yes.) ¿qué tal? 🎈";
    expect(textPieces(text).join('')).toBe(text);
    expect(textPieces('Hello there!')).toEqual(['Hello', ' there', '!']);
  });
});
