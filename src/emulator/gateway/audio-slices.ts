import type { ClientFrame } from '../../protocol/parse.js';

/** Characters of base64 that are handled at a time: whole samples of every format, about two seconds of sound. */
const sliceLength = 128 * 1024;

/** A frame with much audio as several with a little of it; undefined for any other. */
export function audioSlices(frame: ClientFrame): readonly ClientFrame[] | undefined {
  if (frame.kind !== 'known') return undefined;
  const { event, raw } = frame;
  switch (event.type) {
    case 'input_audio_buffer.append':
    case 'input_audio.turn.append': {
      const count = Math.ceil(event.audio.length / sliceLength);
      if (count <= 1) return undefined;
      return Array.from({ length: count }, (_, index) => {
        const audio = event.audio.slice(index * sliceLength, (index + 1) * sliceLength);
        return { kind: 'known', event: { ...event, audio }, raw: { ...raw, audio } };
      });
    }
    default:
      return undefined;
  }
}
