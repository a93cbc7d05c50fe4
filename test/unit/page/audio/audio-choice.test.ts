import { describe, expect, it } from 'vitest';
import { chooseAudio, parseAudioWish } from '../../../../src/page/audio/audio-choice.js';

const minute = 60_000;

describe('--audio', () => {
  it.each([
    ['none', { kind: 'none' }],
    ['wav', { kind: 'wav' }],
    ['auto', { kind: 'auto' }],
    ['opus', { kind: 'opus', kilobits: 48 }],
    ['opus-24', { kind: 'opus', kilobits: 24 }],
  ])('understands %s', (text, wish) => {
    expect(parseAudioWish(text)).toEqual(wish);
  });

  it.each(['mp3', 'opus-', 'opus-7', 'opus-257', 'opus-2e1', 'opusx', ''])('refuses %j', (text) => {
    expect(() => parseAudioWish(text)).toThrow(
      /^--audio: found ".*", expected auto, none, wav, opus/,
    );
  });

  it('is Opus up to ten minutes, WAV up to two where there is no encoder, else none', () => {
    const chosen = (durationMs: number, canEncode: boolean): string =>
      chooseAudio({ kind: 'auto' }, durationMs, canEncode).kind;
    expect([chosen(10 * minute, true), chosen(10 * minute + 1, true)]).toEqual(['opus', 'none']);
    expect([chosen(2 * minute, false), chosen(2 * minute + 1, false)]).toEqual(['wav', 'none']);
    expect(chooseAudio({ kind: 'wav' }, 60 * minute, false)).toEqual({ kind: 'wav' });
  });
});
