/** Mouth shapes of Azure Speech, by number (Azure Speech "Get facial position with viseme"); approximated from letters. */
const ofLetters: Readonly<Record<string, number>> = {
  a: 2,
  e: 4,
  i: 6,
  o: 8,
  u: 7,
  y: 6,
  w: 7,
  h: 12,
  r: 13,
  l: 14,
  s: 15,
  z: 15,
  x: 15,
  c: 20,
  j: 16,
  f: 18,
  v: 18,
  d: 19,
  t: 19,
  n: 19,
  k: 20,
  g: 20,
  q: 20,
  p: 21,
  b: 21,
  m: 21,
};

const restViseme = 0;
/** Opening of the jaw for each viseme, 0..1. */
const jawOpen: readonly number[] = [
  0, 0.5, 0.8, 0.7, 0.5, 0.4, 0.25, 0.2, 0.5, 0.7, 0.6, 0.7, 0.4, 0.25, 0.3, 0.1, 0.15, 0.2, 0.1,
  0.15, 0.3, 0,
];

/** One mouth shape, from `atMs` on. */
export interface Viseme {
  readonly atMs: number;
  readonly id: number;
}

/** The mouth shapes of a word over its time; the mouth closes after it. */
export function visemesOf(text: string, startMs: number, endMs: number): readonly Viseme[] {
  const letters = text.toLowerCase().match(/[a-z]/g) ?? [];
  const ids = letters
    .map((letter) => ofLetters[letter])
    .filter((id) => id !== undefined)
    .filter((id, index, all) => id !== all[index - 1]);
  const stepMs = (endMs - startMs) / Math.max(1, ids.length);
  const shapes = ids.map((id, index) => ({ atMs: Math.round(startMs + index * stepMs), id }));
  return [...shapes, { atMs: Math.round(endMs), id: restViseme }];
}

/** Azure's blend shapes: 55 numbers per frame, 60 frames per second (Azure Speech "Blend shapes"). */
export const blendshapesPerS = 60;
const shapesPerFrame = 55;
const jawIndex = 17;

export function blendshapeFrame(viseme: number): readonly number[] {
  const frame = new Array<number>(shapesPerFrame).fill(0);
  frame[jawIndex] = jawOpen[viseme] ?? 0;
  return frame;
}
