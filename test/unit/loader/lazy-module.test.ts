import { createRequire } from 'node:module';
import * as zlib from 'node:zlib';
import { expect, test } from 'vitest';
import { isHeavy, lazyModule } from '../../../src/loader/lazy-module.js';

const require = createRequire(import.meta.url);

test('a lazy module is loaded once, when something of it is used first', () => {
  let loaded = 0;
  const lazy = lazyModule('counted', () => {
    loaded += 1;
    return { answer: 42 };
  });
  expect(loaded).toBe(0);
  expect(Reflect.get(lazy, 'answer')).toBe(42);
  expect(Reflect.get(lazy, 'other')).toBeUndefined();
  expect(loaded).toBe(1);
  expect(lazyModule('counted', () => ({}))).toBe(lazy);
});

test('it shows what the module shows', () => {
  const lazy = lazyModule('node:zlib', () => zlib);
  expect(Object.keys(lazy)).toEqual(Object.keys(zlib));
  expect('gzipSync' in lazy).toBe(true);
  expect({ ...lazy }).toEqual({ ...zlib });
});

test.each(['node:crypto', 'crypto', 'zlib', 'node:fs/promises'])('%s is heavy', (name) => {
  expect(isHeavy(name)).toBe(true);
  // Only an object can be stood in for: some modules of Node are functions.
  expect(typeof require(name)).toBe('object');
});

test('what is needed at once is not', () => {
  expect(isHeavy('node:fs')).toBe(false);
  expect(isHeavy('node:events')).toBe(false);
});
