import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { corrections } from '../../../src/protocol/corrections.js';
import { tagsOf } from '../../../src/protocol/validate.js';
import { optionSamples } from '../../protocol-coverage/option-samples.js';
import { proofs } from '../../protocol-coverage/proofs.js';
import { seedsOfEvent } from '../../protocol-coverage/seeds.js';
import {
  clientEventTable,
  responseOptionTable,
  serverEventTable,
  sessionOptionTable,
  type CoverageTable,
} from '../../protocol-coverage/tables.js';

function read(path: string): string {
  return readFileSync(fileURLToPath(new URL(`../../../${path}`, import.meta.url)), 'utf8');
}

const page = read('docs/protocol.md');

function namesIn({ rows }: CoverageTable): readonly string[] {
  return rows.map(([name = '']) => name.replaceAll('`', '')).sort();
}

/** The names in the first column of the page's table under a heading. */
function namesOnPage(heading: string): readonly string[] {
  const section = page.split(`\n## ${heading}\n`)[1]?.split('\n## ')[0] ?? '';
  const cells = [...section.matchAll(/^\| `([^`]+)` /gm)];
  return cells.map(([, name = '']) => name.replaceAll('\\', '')).sort();
}

describe('docs/protocol.md', () => {
  it.each([
    ['Events of the service', [...tagsOf('ServerEvent')], serverEventTable()],
    ['Events of the client', [...tagsOf('ClientEvent')], clientEventTable()],
  ])('has a row for each of the %s that the description and the corrections know', (...row) => {
    const [heading, types, table] = row;
    expect(namesIn(table)).toEqual([...types].sort());
    expect(namesOnPage(heading)).toEqual([...types].sort());
  });

  it('has a row for every option of a session', () => {
    const paths = new Set(optionSamples('RequestSession').map(({ path }) => path));
    expect(namesIn(sessionOptionTable())).toEqual([...paths].sort());
    expect(namesOnPage('Options of a session')).toEqual([...paths].sort());
  });

  it('has a row for every option of a response', () => {
    const options = new Set(
      optionSamples('ResponseCreateParams').map(({ value }) => Object.keys(value)[0]),
    );
    const named = new Set(
      namesOnPage('Options of a response').map((path) => /^\w+/.exec(path)?.[0]),
    );
    expect(named).toEqual(options);
    expect(namesOnPage('Options of a response')).toEqual(namesIn(responseOptionTable()));
  });

  it('has a correction with a source behind every event that no document names', () => {
    for (const type of [...tagsOf('ServerEvent'), ...tagsOf('ClientEvent')]) {
      if (seedsOfEvent(type) !== 'correction') continue;
      const correction = corrections.find(
        (each) => each.change === 'add-definition' && each.extends?.[1] === type,
      );
      expect([type, correction?.source ?? '']).not.toEqual([type, '']);
    }
  });

  it.each(Object.entries(proofs))('names tests for the %s that are there', (_what, proof) => {
    expect(read(proof.file)).toContain(proof.title);
  });
});
