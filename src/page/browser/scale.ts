/** The part of the recording that is shown, and how wide. Immutable. */
export interface Scale {
  readonly fromMs: number;
  readonly toMs: number;
  readonly durationMs: number;
  readonly width: number;
}

/** The shortest part that can be shown. */
const leastMs = 500;

export function wholeScale(durationMs: number, width: number): Scale {
  return { fromMs: 0, toMs: durationMs, durationMs, width };
}

export function xOf({ fromMs, toMs, width }: Scale, ms: number): number {
  return ((ms - fromMs) / (toMs - fromMs)) * width;
}

export function msAt({ fromMs, toMs, width }: Scale, x: number): number {
  return fromMs + (x / Math.max(1, width)) * (toMs - fromMs);
}

/** Shows `factor` times as much, with `ms` where it is if it is shown, else in the middle. */
export function zoomed(scale: Scale, factor: number, ms: number): Scale {
  const { fromMs, toMs, durationMs } = scale;
  const length = toMs - fromMs;
  const next = Math.min(durationMs, Math.max(Math.min(leastMs, durationMs), length * factor));
  const share = ms >= fromMs && ms <= toMs ? (ms - fromMs) / length : 0.5;
  return moved({ ...scale, toMs: fromMs + next }, ms - share * next - fromMs);
}

/** Moved by so much, but not over an end. */
export function moved(scale: Scale, byMs: number): Scale {
  const length = scale.toMs - scale.fromMs;
  const fromMs = Math.max(0, Math.min(scale.durationMs - length, scale.fromMs + byMs));
  return { ...scale, fromMs, toMs: fromMs + length };
}

/** Moved so that a moment is shown. */
export function showing(scale: Scale, ms: number): Scale {
  const { fromMs, toMs } = scale;
  if (ms >= fromMs && ms <= toMs) return scale;
  return moved(scale, ms - fromMs - (toMs - fromMs) * 0.1);
}

/** Distances of the ruler's lines that people count in. */
const rulerStepsMs = [100, 200, 500].concat(
  [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800].map((seconds) => seconds * 1000),
);

/** The shortest of them of which the lines are `leastPx` apart. */
export function rulerStepMs({ fromMs, toMs, width }: Scale, leastPx: number): number {
  const least = ((toMs - fromMs) / Math.max(1, width)) * leastPx;
  return rulerStepsMs.find((step) => step >= least) ?? 3_600_000;
}
