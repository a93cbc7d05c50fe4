import { describe, expect, it } from 'vitest';
import { resolveOptions } from '../../../../src/config/options/resolve-options.js';
import { talkKeys } from '../../../../src/config/options/turn-taking.js';
import { keysOf } from '../../../../src/tui/keys/key-row.js';
import { isOf, keyTable } from '../../../../src/tui/keys/key-table.js';
import { initialUi } from '../../../../src/tui/ui-state.js';
import { caught } from '../caught.js';
import { planned, plannedSession } from '../planned.js';

const keyOf = (pttKey: string): string =>
  resolveOptions({ flags: { pttKey }, env: {} }).values.pttKey;

describe('the key of push-to-talk', () => {
  it('is one that means nothing else where it talks', () => {
    const used = keyTable
      .filter((row) => isOf(row, false))
      .filter((row) => row.modes.includes('session') || row.modes.includes('log'))
      .flatMap((row) => keysOf(row, initialUi));
    expect(talkKeys.filter((key) => used.includes(key))).toEqual(['space']);
  });

  it('is known by its name, in any case', () => {
    expect(keyOf('F5')).toBe('f5');
    expect(keyOf('space')).toBe('space');
  });

  it.each([
    ['spcae', 'Did you mean space?'],
    ['q', 'The letters are b, d,'],
    ['', 'The letters are b, d,'],
  ])('%j is refused with a hint', (given, hint) => {
    const error = caught(() => keyOf(given));
    expect(error.exitCode).toBe(2);
    expect(error.hint).toContain(hint);
  });
});

describe('turn taking', () => {
  it('push-to-talk switches the turn detection off', async () => {
    const { plan } = await planned({ ptt: true });
    expect(plan.mode).toBe('push-to-talk');
    expect(plan.session.turn_detection).toBeNull();
  });

  it('no barge-in keeps the detection and takes its interruption away', async () => {
    const flags = { bargeIn: false, turnDetection: 'semantic_vad' };
    expect((await plannedSession(flags)).turn_detection).toEqual({
      type: 'semantic_vad',
      create_response: true,
      interrupt_response: false,
    });
    expect((await plannedSession({ bargeIn: false, ptt: true })).turn_detection).toBeNull();
  });

  it('half duplex is for the session core, not for the service', async () => {
    const { plan, settings } = await planned({ halfDuplex: true });
    expect(settings.halfDuplex).toBe(true);
    expect(plan).toEqual((await planned({})).plan);
    expect((await planned({})).settings).not.toHaveProperty('halfDuplex');
  });
});
