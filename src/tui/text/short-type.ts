import { summaryFields } from '../../session/log/summary-fields.js';

/** For each known type its ends that no other type has, longest first. */
const endsOf = new Map<string, readonly string[]>();

function uniqueEnds(type: string): readonly string[] {
  const found = endsOf.get(type);
  if (found !== undefined) return found;
  const known = [...summaryFields.keys()];
  const ends = [...type.matchAll(/[._]/g)]
    .map(({ index }) => type.slice(index + 1))
    .filter((end) => !known.some((other) => other !== type && endsWithPart(other, end)));
  endsOf.set(type, ends);
  return ends;
}

function endsWithPart(type: string, end: string): boolean {
  return type === end || type.endsWith(`.${end}`) || type.endsWith(`_${end}`);
}

/**
 * `input_audio_buffer.speech_stopped` as `…speech_stopped`: types differ in their ends, so the beginning is cut. The
 * result is wider than `width` where a shorter end would look like that of another type. A type that is not known is
 * not cut.
 */
export function shortType(type: string, width: number): string {
  if (type.length <= width || !summaryFields.has(type)) return type;
  const ends = uniqueEnds(type);
  const fitting = ends.filter((end) => end.length < width);
  const whole = fitting.find((end) => type.endsWith(`.${end}`));
  const end = whole ?? fitting[0] ?? ends.at(-1);
  return end === undefined ? type : `…${end}`;
}
