import { describe, expect, it } from 'vitest';
import { HostPlayback } from '../../../../src/audio/host-client/host-playback.js';

const samples = new Int16Array(480);

/** A playback that lost its host while so many items were on their way, and has it back. */
function lostDuring(items: number): { playback: HostPlayback; sent: () => readonly string[] } {
  const sent: string[] = [];
  const playback = new HostPlayback(
    24_000,
    (message) => {
      if (message.type === 'play') sent.push(message.itemId);
    },
    () => undefined,
  );
  for (let n = 1; n <= items; n += 1) playback.play(`item_${n}`, 0, samples);
  playback.resume();
  return { playback, sent: () => sent };
}

describe('items that a loss cut off', () => {
  it('stay refused and counted when the speaker is back, and others play', () => {
    const { playback, sent } = lostDuring(1);
    playback.play('item_1', 0, samples);
    playback.play('another', 0, samples);
    expect(sent()).toEqual(['another']);
    expect(playback.refusedSamples).toBe(960);
  });

  it('are remembered for 64 items: the oldest is forgotten', () => {
    const { playback, sent } = lostDuring(65);
    for (let n = 65; n >= 1; n -= 1) playback.play(`item_${n}`, 0, samples);
    expect(sent()).toEqual(['item_1']);
  });

  it('are 64 without one being forgotten', () => {
    const { playback, sent } = lostDuring(64);
    for (let n = 1; n <= 64; n += 1) playback.play(`item_${n}`, 0, samples);
    expect(sent()).toEqual([]);
  });
});
