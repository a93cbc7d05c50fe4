import { encodeBase64 } from '../../src/audio/pure/pcm.js';
import { monotonicMs } from '../../src/shared/clock.js';
import { percentile, tenth } from './figures.js';
import type { Figure } from './figures.js';

const rounds = 30;
const framesPerRound = 1000;

/** Converts the text to bytes, as for the socket: V8 does not build a concatenated text before that. */
function timeOf(action: (frame: Int16Array) => string, frame: Int16Array): number {
  const startMs = monotonicMs();
  let length = 0;
  for (let n = 0; n < framesPerRound; n += 1) length += Buffer.from(action(frame)).length;
  if (length === 0) throw new Error('nothing was made');
  return monotonicMs() - startMs;
}

/** L7: the cost of turning a frame into an event, against the simplest way in the same process, alternating. */
export function uplinkCost(): Figure {
  const frame = Int16Array.from({ length: 480 }, (_, n) => Math.round(9000 * Math.sin(n / 7)));
  const ours = (samples: Int16Array): string =>
    `{"type":"input_audio_buffer.append","audio":"${encodeBase64(samples, 'pcm16')}"}`;
  const control = (samples: Int16Array): string => {
    const bytes = Buffer.from(samples.buffer, samples.byteOffset, samples.byteLength);
    return JSON.stringify({ type: 'input_audio_buffer.append', audio: bytes.toString('base64') });
  };
  const ratios = Array.from({ length: rounds }, () => timeOf(ours, frame) / timeOf(control, frame));
  const ratio = percentile(ratios.slice(5), 0.5);
  return {
    id: 'L7',
    what: 'a microphone frame to the text of its event, against base64 and JSON.stringify',
    target: '≤ 3×',
    result: `${Math.round(ratio * 100) / 100}×`,
    met: ratio <= 3,
    values: { ratio: tenth(ratio) },
  };
}
