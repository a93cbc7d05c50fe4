import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createSecrets } from '../../../src/shared/secrets/registry.js';
import { secretForms } from '../../../src/shared/secrets/secret-forms.js';
import { HeadBuffer, TailBuffer } from '../../../src/tools/bounded-output.js';
import { spellings } from '../../helpers/canaries.js';

const limit = 200;
const secret = 'Zq7/xW+kV9-pRt4=Lm2&Ns8"Yb5';
/** So much of a secret's beginning may be shown. */
const harmless = 3;

function secretsFound(): ReturnType<typeof createSecrets> {
  const secrets = createSecrets();
  secrets.learn([secret]);
  return secrets;
}

/** In base64 the letters at the edges depend on what is beside the secret. */
function withoutNeighbours(spelled: string): string {
  const lower = spelled.toLowerCase();
  const form = secretForms([secret]).find((each) => lower.includes(each.toLowerCase())) ?? '';
  const at = lower.indexOf(form.toLowerCase());
  return spelled.slice(at, at + form.length);
}

/** A text with a spelling of the secret in it, and the same text in pieces. */
const output = fc
  .record({
    before: fc.nat(2 * limit),
    after: fc.nat(2 * limit),
    spell: fc.constantFrom(...Object.values(spellings)),
    cuts: fc.array(fc.nat(5 * limit), { maxLength: 5 }),
  })
  .map(({ before, after, spell, cuts }) => {
    const whole = spell(secret);
    const spelled = withoutNeighbours(whole);
    const text = `${'-'.repeat(before)}${whole}${'.'.repeat(after)}`;
    const edges = [0, ...cuts.filter((at) => at < text.length).sort((a, b) => a - b), text.length];
    const pieces = edges.slice(1).map((end, index) => Buffer.from(text.slice(edges[index], end)));
    return { text, spelled, pieces };
  });

/** Pieces of the spelling that nobody would recognise, after what is recognised was taken out. */
function leftOf(spelled: string, shown: string, hide: (text: string) => string): readonly string[] {
  const visible = hide(shown).replace(/<redacted \d+>|\[cut: .*/g, '');
  const length = harmless + 1;
  return Array.from({ length: spelled.length - length + 1 }, (_, at) =>
    spelled.slice(at, at + length),
  ).filter((piece) => visible.includes(piece));
}

describe('output that is cut', () => {
  it('at its end keeps no part of a secret', () => {
    fc.assert(
      fc.property(output, ({ text, spelled, pieces }) => {
        const secrets = secretsFound();
        const head = new HeadBuffer(limit);
        for (const piece of pieces) head.push(piece);
        const shown = head.text(secrets);
        expect(leftOf(spelled, shown, secrets.hide)).toEqual([]);
        if (text.length <= limit) expect(shown).toBe(text);
        else expect(shown).toContain('[cut: ');
      }),
      { numRuns: 2000 },
    );
  });

  it('at its beginning keeps no part of a secret, and all that follows', () => {
    fc.assert(
      fc.property(output, ({ text, spelled, pieces }) => {
        const secrets = secretsFound();
        const tail = new TailBuffer(limit);
        for (const piece of pieces) tail.push(piece);
        const shown = tail.text(secrets);
        expect(leftOf(spelled, shown, secrets.hide)).toEqual([]);
        const end = /\.*$/.exec(text)?.[0] ?? '';
        expect(shown.endsWith(end.slice(-limit))).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });

  it('is the end and the beginning as they are where no secret is near', () => {
    fc.assert(
      fc.property(
        fc.array(fc.string({ unit: 'grapheme', maxLength: 80 }), { maxLength: 200 }),
        (pieces) => {
          const secrets = secretsFound();
          const [head, tail] = [new HeadBuffer(limit), new TailBuffer(limit)];
          for (const piece of pieces.map((text) => Buffer.from(text))) {
            head.push(piece);
            tail.push(piece);
          }
          const text = Buffer.from(pieces.join('')).toString();
          expect(text.startsWith(head.text(secrets).replace(/\n\[cut: .*\]$/, ''))).toBe(true);
          expect(tail.text(secrets)).toBe(text.slice(-limit).trim());
        },
      ),
    );
  });
});
