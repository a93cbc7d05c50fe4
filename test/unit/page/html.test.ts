import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { html } from '../../../src/page/html.js';

describe('html', () => {
  it('escapes what is inserted, also in attributes, and keeps markup', () => {
    const inner = html`<i>${'<b> & "q"'}</i>`;
    expect(html`<p title="${`'"`}">${[inner, inner]}${undefined}${1}</p>`.text).toBe(
      '<p title="&#39;&quot;"><i>&lt;b&gt; &amp; &quot;q&quot;</i><i>&lt;b&gt; &amp; &quot;q&quot;</i>1</p>',
    );
  });

  it('shows characters that cannot be seen, but keeps line feeds', () => {
    expect(html`${'a\u202eb\r\nc\u0000'}`.text).toBe('a\\u202eb\nc\\u0000');
  });

  it('never lets a text begin or end markup', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(html`${text}`.text).not.toMatch(/[<>"'\u0000-\u0009\u000b-\u001f]/);
      }),
    );
  });
});
