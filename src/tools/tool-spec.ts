import type { FunctionTool } from '../protocol/generated/types.js';
import { weatherTool } from './demo-weather.js';

/** A program started for each call, without a shell. */
export interface CommandAction {
  readonly kind: 'command';
  readonly program: string;
  readonly args: readonly string[];
  /** Working directory; a relative program is looked up from here. */
  readonly directory: string;
  readonly timeoutMs: number;
}

/** A function tool and what runs it. */
export interface ToolSpec {
  readonly definition: FunctionTool;
  readonly action: CommandAction | { readonly kind: 'demo-weather' };
}

/** The weather demo that the emulator's default scenario calls. */
export const demoWeather: ToolSpec = {
  definition: weatherTool,
  action: { kind: 'demo-weather' },
};
