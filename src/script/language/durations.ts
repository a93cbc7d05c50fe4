import { called, either, matching, range, type Infer } from '../../validation/build-shape.js';

const form = /^(\d+(?:\.\d+)?)\s*(ms|s|min)$/;
const maxMs = 24 * 60 * 60 * 1000;
const unitMs: Readonly<Record<string, number>> = { ms: 1, s: 1000, min: 60_000 };

/** A text such as `800ms`. */
export const durationText = matching(form, 'a duration such as 800ms or 2s');

export const milliseconds = range('number', 0, maxMs);

/** `800ms`, `2s`, `1.5 min`, or a number of milliseconds. */
export const duration = called(
  either(durationText, milliseconds),
  'a duration such as 800ms or 2s, or a number of milliseconds',
);

/** A duration of a script in milliseconds; texts must have the form of `durationText`. */
export function toMs(given: Infer<typeof duration>): number {
  if (typeof given === 'number') return given;
  const [, digits = '0', unit = 'ms'] = form.exec(given) ?? [];
  return Math.min(maxMs, Number(digits) * (unitMs[unit] ?? 1));
}
