/** Where a replay begins. */
export type StartPoint =
  | { readonly kind: 'time'; readonly ms: number }
  | { readonly kind: 'turn'; readonly number: number }
  | { readonly kind: 'error' };

/** Reads `1:23`, `1:02:03`, `83.5` (seconds), `turn:4` or `error`; undefined for anything else. */
export function parseStartPoint(text: string): StartPoint | undefined {
  if (text === 'error') return { kind: 'error' };
  const turn = /^turn:([1-9]\d{0,5})$/.exec(text)?.[1];
  if (turn !== undefined) return { kind: 'turn', number: Number(turn) };
  const fields = text.split(':');
  const isTime = fields.length <= 3 && fields.every((field) => /^\d{1,6}(\.\d{1,6})?$/.test(field));
  // Only the first one may pass 59, only the last one may have a fraction.
  const isClock =
    fields.slice(1).every((field) => Number(field) < 60) &&
    fields.slice(0, -1).every((field) => !field.includes('.'));
  if (!isTime || !isClock) return undefined;
  return { kind: 'time', ms: fields.reduce((sum, field) => sum * 60 + Number(field), 0) * 1000 };
}

/** Reads `0.25` to `16` or `max`; undefined for anything else. */
export function parseSpeed(text: string): number | undefined {
  if (text === 'max') return Infinity;
  if (!/^\d{1,2}(\.\d+)?$/.test(text)) return undefined;
  const speed = Number(text);
  return speed >= 0.25 && speed <= 16 ? speed : undefined;
}
