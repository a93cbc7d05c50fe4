import type { StartPoint } from '../../replay/start-point.js';
import type { ThemeOption } from '../terminal/screen-colors.js';

/** Options of `replay`, as commander gives them. */
export interface ReplayOptions {
  readonly speed: number;
  readonly from?: StartPoint;
  readonly audio: boolean;
  readonly speaker?: string;
  readonly plain?: true;
  readonly color: boolean;
  readonly mouse: boolean;
  readonly theme: ThemeOption;
  readonly sample?: true;
}
