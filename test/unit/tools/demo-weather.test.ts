import fc from 'fast-check';
import { expect, test } from 'vitest';
import { weatherOf, weatherTool } from '../../../src/tools/demo-weather.js';
import { validate } from '../../../src/protocol/validate.js';

test('every city has a weather that makes sense and stays', () => {
  fc.assert(
    fc.property(fc.string({ minLength: 1 }), (city) => {
      fc.pre(city.trim() !== '');
      const weather = weatherOf({ city });
      expect(weather).toEqual(weatherOf({ city: ` ${city} ` }));
      if (weather === undefined) throw new Error('a city without weather');
      expect(Number.isInteger(weather.temperature_c)).toBe(true);
      expect(weather.temperature_c).toBeGreaterThanOrEqual(-20);
      expect(weather.temperature_c).toBeLessThanOrEqual(40);
      expect(['sunny', 'cloudy', 'raining', 'snowing', 'windy']).toContain(weather.sky);
      if (weather.sky === 'snowing') expect(weather.temperature_c).toBeLessThanOrEqual(0);
    }),
  );
});

test('upper and lower case are the same city, and its name comes back as it was given', () => {
  expect(weatherOf({ city: 'OSLO' })).toEqual({ ...weatherOf({ city: 'oslo' }), city: 'OSLO' });
});

test('cities differ', () => {
  const cities = ['Oslo', 'Bergen', 'London', 'Paris', 'Berlin', 'Madrid', 'Rome', 'Tokyo'];
  const temperatures = new Set(cities.map((city) => weatherOf({ city })?.temperature_c));
  expect(temperatures.size).toBeGreaterThan(4);
});

test('without a city there is no weather', () => {
  for (const args of [{}, { city: 5 }, { city: ' ' }]) expect(weatherOf(args)).toBeUndefined();
});

test('the definition is one that the API takes', () => {
  expect(validate('FunctionTool', weatherTool, 'strict')).toEqual([]);
});
