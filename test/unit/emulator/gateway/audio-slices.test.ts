import { describe, expect, it } from 'vitest';
import { audioSlices } from '../../../../src/emulator/gateway/audio-slices.js';
import { parseClientEvent } from '../../../../src/protocol/parse.js';

function slices(event: object): readonly string[] | undefined {
  return audioSlices(parseClientEvent(JSON.stringify(event)))?.map((frame) =>
    frame.kind === 'known' && 'audio' in frame.event ? frame.event.audio : '',
  );
}

describe('much audio', () => {
  const bytes = Buffer.from(Array.from({ length: 300_001 }, (_, index) => index % 251));

  it.each(['input_audio_buffer.append', 'input_audio.turn.append'])(
    'of %s comes in slices that are the same bytes together, cut between samples of two channels',
    (type) => {
      const audio = bytes.toString('base64');
      const parts = slices({ type, audio, turn_id: 'turn_1' }) ?? [];
      expect(parts.join('')).toBe(audio);
      const decoded = parts.map((part) => Buffer.from(part, 'base64'));
      expect(decoded.slice(0, -1).every(({ length }) => length % 4 === 0)).toBe(true);
      expect(Buffer.concat(decoded).equals(bytes)).toBe(true);
    },
  );

  it('is not what other events carry, nor a little audio', () => {
    expect(slices({ type: 'input_audio_buffer.append', audio: 'AAAA' })).toBeUndefined();
    expect(slices({ type: 'response.create' })).toBeUndefined();
    expect(slices({ type: 'nonsense' })).toBeUndefined();
  });
});
