import { describe, expect, it } from 'vitest';
import { PlaybackLedger } from '../../../../src/audio/pure/playback-ledger.js';

/** As many parts as the ledger remembers. */
const full = 256;

function received(count: number): PlaybackLedger {
  const ledger = new PlaybackLedger();
  for (let n = 1; n <= count; n += 1) ledger.receive(`item_${n}`, 0, 480);
  return ledger;
}

/** Hands over the first samples of an item. */
function hand(ledger: PlaybackLedger, itemId: string, samples: number): void {
  ledger.play({ itemId, contentIndex: 0, fromSample: 0, samples });
}

function itemsOf(ledger: PlaybackLedger): readonly string[] {
  return ledger.take().map(({ itemId }) => itemId);
}

describe('a ledger that is full', () => {
  it('remembers 256 parts', () => {
    const items = itemsOf(received(full));
    expect(items).toHaveLength(full);
    expect(items[0]).toBe('item_1');
  });

  it('gives up the oldest part that was played to its end before one that still waits', () => {
    const ledger = received(full);
    hand(ledger, 'item_1', 479);
    hand(ledger, 'item_3', 480);
    hand(ledger, 'item_5', 480);
    ledger.receive('another', 0, 480);
    const items = itemsOf(ledger);
    expect(items.slice(0, 4)).toEqual(['item_1', 'item_2', 'item_4', 'item_5']);
    expect(items.at(-1)).toBe('another');
    expect(items).toHaveLength(full);
  });

  it('gives up the oldest part when none was played to its end', () => {
    const ledger = received(full);
    hand(ledger, 'item_2', 100);
    ledger.receive('another', 0, 480);
    const items = itemsOf(ledger);
    expect(items[0]).toBe('item_2');
    expect(items).toHaveLength(full);
  });

  it('needs no room for more of a part that it knows', () => {
    const ledger = received(full);
    ledger.receive('item_1', 0, 480);
    const [first] = ledger.take();
    expect(first).toMatchObject({ itemId: 'item_1', receivedSamples: 960 });
  });
});

describe('a part', () => {
  it('is told apart by item and content index', () => {
    const ledger = new PlaybackLedger();
    ledger.receive('item_1', 0, 480);
    ledger.receive('item_1', 1, 100);
    ledger.play({ itemId: 'item_1', contentIndex: 1, fromSample: 0, samples: 60 });
    expect(ledger.take()).toMatchObject([
      { contentIndex: 0, receivedSamples: 480, playedSamples: 0 },
      { contentIndex: 1, receivedSamples: 100, playedSamples: 60 },
    ]);
    expect(ledger.take()).toEqual([]);
  });

  it('is forgotten once it is finished and all of it was handed over, whichever comes last', () => {
    const ledger = received(2);
    ledger.finish('item_1', 0);
    hand(ledger, 'item_1', 480);
    hand(ledger, 'item_2', 480);
    ledger.finish('item_2', 0);
    expect(ledger.take()).toEqual([]);
  });
});
