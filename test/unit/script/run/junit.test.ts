import fc from 'fast-check';
import { SaxesParser } from 'saxes';
import { describe, expect, it } from 'vitest';
import type { RepeatsResult, ScriptResult } from '../../../../src/script/model/result.js';
import { junitXml } from '../../../../src/script/run/junit.js';
import { failedCheck, repeatsResult, scriptResult } from './results.js';

interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  text: string;
}

/** The elements in their order; throws for what is not well-formed XML 1.0. */
function parsed(xml: string): readonly Element[] {
  const elements: Element[] = [];
  const open: Element[] = [];
  const parser = new SaxesParser();
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('opentag', ({ name, attributes }) => {
    const element = { name, attributes, text: '' };
    elements.push(element);
    open.push(element);
  });
  parser.on('text', (text) => {
    const element = open.at(-1);
    if (element !== undefined) element.text += text;
  });
  parser.on('closetag', () => open.pop());
  parser.write(xml).close();
  return elements;
}

function elementsOf(
  results: readonly ScriptResult[],
  repeats: readonly RepeatsResult[] = [],
  text = 'a line of the script',
): readonly Element[] {
  return parsed(junitXml({ results, repeats, notRun: 0 }, () => text));
}

describe('results as JUnit XML', () => {
  it('has a suite for each script and a case for each run, with its failure', () => {
    const elements = elementsOf([
      scriptResult(),
      scriptResult({ run: 2, verdict: 'failed', checks: [failedCheck('reply')], recording: 'r/1' }),
      scriptResult({ file: 'other.yaml', script: 'other', verdict: 'interrupted' }),
    ]);
    const names = elements.map(({ name, attributes }) => [name, attributes['name']]);
    expect(names).toEqual([
      ['testsuites', undefined],
      ['testsuite', 'greet.yaml'],
      ['testcase', 'greeting'],
      ['testcase', 'greeting #2'],
      ['failure', undefined],
      ['system-out', undefined],
      ['testsuite', 'other.yaml'],
      ['testcase', 'other'],
      ['skipped', undefined],
    ]);
    expect(elements[0]?.attributes).toEqual({
      tests: '3',
      failures: '1',
      errors: '0',
      skipped: '1',
      time: '4.500',
    });
    expect(elements[4]?.attributes['message']).toBe('reply:3:5  reply (whole session): reply');
    expect(elements[4]?.text).toContain('a line of the script');
    expect(elements[5]?.text).toBe('[[ATTACHMENT|r/1]]');
  });

  it('counts the last attempt of a run, and shows those before a pass as flaky', () => {
    const elements = elementsOf([
      scriptResult({ verdict: 'error', problems: [] }),
      scriptResult({ attempt: 2 }),
    ]);
    expect(elements[0]?.attributes).toMatchObject({ tests: '1', errors: '0' });
    expect(elements.at(-1)).toMatchObject({ name: 'flakyFailure', attributes: { type: 'error' } });
  });

  it('has a case for the percentiles over all runs', () => {
    const met = elementsOf([scriptResult()], [repeatsResult(true)]);
    expect(met.at(-1)?.attributes).toMatchObject({ name: 'greeting percentiles' });
    const unmet = elementsOf([scriptResult()], [repeatsResult(false)]);
    expect(unmet[0]?.attributes).toMatchObject({ tests: '2', failures: '1' });
    expect(unmet.at(-1)?.text).toContain('expected   p90 at most 500 ms');
  });

  it('is well-formed, and its names are those of the files, whatever was said', () => {
    const hostile = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom('<&">\'', ']]>', '\u0000\u001b[2J\ufffe', '\ud800', '--><!ENTITY x>'),
    );
    fc.assert(
      fc.property(hostile, (text) => {
        const results = [
          scriptResult({
            file: text,
            script: text,
            recording: text,
            verdict: 'failed',
            checks: [failedCheck(text)],
            problems: [{ place: { file: text, line: 1, column: 1 }, step: 0, reason: text }],
            failure: { code: text, sentence: text, hint: text, exitCode: 1 },
          }),
        ];
        const elements = elementsOf(results, [], text);
        expect(elements.map(({ name }) => name)).toEqual([
          'testsuites',
          'testsuite',
          'testcase',
          'failure',
          'system-out',
        ]);
        // XML reads white space in attributes as spaces, and cannot hold every character.
        if (/^[ -~]*$/.test(text)) expect(elements[1]?.attributes['name']).toBe(text);
      }),
      { numRuns: 50 },
    );
  });
});
