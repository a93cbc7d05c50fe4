import type { FunctionTool } from '../protocol/generated/types.js';
import type { JsonObject } from '../shared/json.js';
import { textHash } from '../shared/text-hash.js';

export const weatherTool: FunctionTool = {
  type: 'function',
  name: 'get_weather',
  description:
    'Look up the weather of a city. Demo: the answer is made up, and always the same for a city.',
  parameters: {
    type: 'object',
    properties: { city: { type: 'string', description: 'Name of the city' } },
    required: ['city'],
    additionalProperties: false,
  },
};

export interface Weather {
  readonly city: string;
  /** Whole degrees, -20 to 40. */
  readonly temperature_c: number;
  readonly sky: 'sunny' | 'cloudy' | 'raining' | 'snowing' | 'windy';
}

/** Weather of a city; undefined without a city in the arguments. The same city always has the same weather. */
export function weatherOf(args: JsonObject): Weather | undefined {
  const city = typeof args['city'] === 'string' ? args['city'].trim() : '';
  if (city === '') return undefined;
  const hash = textHash(city.toLowerCase());
  const temperature = (hash % 61) - 20;
  const skies = ['sunny', 'cloudy', 'windy', temperature > 0 ? 'raining' : 'snowing'] as const;
  const sky = skies[Math.floor(hash / 61) % skies.length] ?? 'sunny';
  return { city, temperature_c: temperature, sky };
}
