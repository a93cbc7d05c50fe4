import { describe, expect, it } from 'vitest';
import { nearest } from '../../../src/shared/suggest.js';

const types = [
  'server_vad',
  'semantic_vad',
  'azure_semantic_vad',
  'azure_semantic_vad_multilingual',
];

describe('nearest', () => {
  it.each([
    ['server_vda', 'server_vad'],
    ['sever_vad', 'server_vad'],
    ['sevrer_vda', 'server_vad'],
    ['Server_VAD', 'server_vad'],
    ['azure_semantic_vat', 'azure_semantic_vad'],
  ])('finds the spelling meant by %s', (word, meant) => {
    expect(nearest(word, types)).toBe(meant);
  });

  it('knows the same words in another order', () => {
    expect(nearest('azure_multilingual_semantic_vad', types)).toBe(
      'azure_semantic_vad_multilingual',
    );
  });

  it('knows the same words in another case or with other separators', () => {
    expect(nearest('turnDetection', ['tools', 'turn_detection'])).toBe('turn_detection');
    expect(nearest('pcm16-8000hz', ['pcm16', 'pcm16_8000hz'])).toBe('pcm16_8000hz');
  });

  it('prefers the closest candidate, and the first among equals', () => {
    expect(nearest('cat', ['cart', 'cat'])).toBe('cat');
    expect(nearest('cut', ['cat', 'cot'])).toBe('cat');
  });

  it('says nothing when no candidate is close', () => {
    expect(nearest('banana', types)).toBeUndefined();
    expect(nearest('abcd', ['wxyz'])).toBeUndefined();
    expect(nearest('', types)).toBeUndefined();
    expect(nearest('server_vad', [])).toBeUndefined();
  });

  it.each([
    ['東京都庁舎', '大阪市役所'],
    ['Москва', 'Берлин'],
    ['----', '****'],
  ])('tells %s and %s apart', (word, other) => {
    expect(nearest(word, [other])).toBeUndefined();
  });

  it('finds what is meant in other scripts', () => {
    expect(nearest('Берлни', ['Москва', 'Берлин'])).toBe('Берлин');
  });

  it('does not compare words that nobody types', () => {
    expect(nearest('x'.repeat(65), ['x'.repeat(64)])).toBeUndefined();
  });
});
