/** How a key moves a position or a cursor. */
export type Motion = 'up' | 'down' | 'page-up' | 'page-down' | 'oldest' | 'newest';

interface Area {
  readonly max: number;
  readonly page: number;
  /** Where the count starts: a panel counts from its top, the transcript from its newest line. */
  readonly from: 'top' | 'bottom';
}

/** The position after a motion, within the area. */
export function moved(position: number, motion: Motion, area: Area): number {
  return Math.max(0, Math.min(area.max, target(position, motion, area)));
}

function target(position: number, motion: Motion, { max, page, from }: Area): number {
  const up = from === 'bottom' ? 1 : -1;
  switch (motion) {
    case 'up':
      return position + up;
    case 'down':
      return position - up;
    case 'page-up':
      return position + up * page;
    case 'page-down':
      return position - up * page;
    case 'oldest':
      return from === 'bottom' ? max : 0;
    case 'newest':
      return from === 'bottom' ? 0 : max;
  }
}
