import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createSecrets } from '../../../../src/shared/secrets/registry.js';

const secret = 'Canary+key/0123==';
const spellings = [
  secret,
  secret.toUpperCase(),
  encodeURIComponent(secret),
  Buffer.from(secret).toString('hex'),
  Buffer.from(`x${secret}`).toString('base64'),
];

function pieces(text: string, cuts: readonly number[]): readonly string[] {
  const places = [0, ...cuts.map((cut) => cut % (text.length + 1)), text.length];
  places.sort((left, right) => left - right);
  return places.slice(1).map((place, index) => text.slice(places[index], place));
}

describe('a text that comes in pieces', () => {
  it('never shows more than three letters of a secret, wherever it is cut', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...spellings),
        fc.stringMatching(/^[a-z =]{0,20}$/),
        fc.stringMatching(/^[ .?!]{1,20}$/),
        fc.array(fc.nat(), { maxLength: 60 }),
        (spelled, before, after, cuts) => {
          const secrets = createSecrets();
          secrets.learn([secret]);
          const stream = secrets.openStream();
          const shown = pieces(before + spelled + after, cuts)
            .map(stream)
            .join('');
          // The letters of base64 that depend on what stands in front stay.
          expect(shown.startsWith(before)).toBe(true);
          expect(shown.endsWith(after)).toBe(true);
          const between = shown.slice(before.length, shown.length - after.length);
          expect(between).toMatch(/^.{0,5}<redacted \d+>.{0,4}$/);
        },
      ),
      { numRuns: 500 },
    );
  });

  it('is whole when there is no secret in it', () => {
    fc.assert(
      fc.property(fc.string(), fc.array(fc.nat(), { maxLength: 10 }), (text, cuts) => {
        const secrets = createSecrets();
        secrets.learn([secret]);
        const stream = secrets.openStream();
        const shown = [...pieces(`${text} Canada, canary birds`, cuts), '.'].map(stream);
        expect(shown.join('')).toBe(`${text} Canada, canary birds.`);
      }),
    );
  });

  it('never shows the beginning of a secret whose end does not come', () => {
    const secrets = createSecrets();
    secrets.learn([secret]);
    const stream = secrets.openStream();
    expect(['the key is ', 'Can', 'ary+', 'key/01'].map(stream).join('')).toBe('the key is Can');
  });
});
