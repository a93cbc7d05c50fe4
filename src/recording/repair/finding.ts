/** What a repair found, a sentence each. */
export interface Finding {
  /** `mended`: it is now right; `lost`: what is gone for good; `left`: wrong, but nothing can be done about it. */
  readonly kind: 'mended' | 'lost' | 'left';
  readonly text: string;
}

export function mended(text: string): Finding {
  return { kind: 'mended', text };
}

export function lost(text: string): Finding {
  return { kind: 'lost', text };
}

export function left(text: string): Finding {
  return { kind: 'left', text };
}

/** `0.53 s` */
export function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(2)} s`;
}
