import { describe, expect, it } from 'vitest';
import { generateProtocol } from '../../../scripts/generate-protocol.js';
import { applyCorrections } from '../../../scripts/protocol/correct.js';
import { readDescription } from '../../../scripts/protocol/read-description.js';
import { resolve } from '../../../scripts/protocol/resolve.js';
import type { Correction } from '../../../src/protocol/correction.js';
import { corrections } from '../../../src/protocol/corrections.js';

const description = {
  definitions: {
    Shade: { type: 'string', enum: ['light', 'dark'] },
    Pet: {
      type: 'object',
      discriminator: 'kind',
      properties: { kind: { type: 'string' }, name: { type: 'string' } },
      required: ['kind'],
    },
    Cat: {
      type: 'object',
      allOf: [{ $ref: '#/definitions/Pet' }],
      'x-ms-discriminator-value': 'cat',
      properties: { fur: { $ref: '#/definitions/Shade' } },
      required: ['fur'],
    },
  },
};

function resolveWith(...applied: readonly Correction[]) {
  const model = readDescription(description);
  applyCorrections(model, applied);
  return resolve(model);
}

function propertiesOf(resolved: ReturnType<typeof resolveWith>, name: string) {
  const definition = resolved.get(name);
  if (definition?.kind !== 'object') throw new Error(`${name} is not an object`);
  return definition.properties;
}

describe('the generated protocol', () => {
  it('is what the generator makes of today’s description and corrections', async () => {
    expect(await generateProtocol({ check: true })).toEqual([]);
  });

  it('says for every correction where it is known from', () => {
    expect(corrections.filter((correction) => correction.source.length < 10)).toEqual([]);
  });
});

describe('the generator', () => {
  it('gives a member what it inherits, and its discriminator value as a literal', () => {
    const properties = propertiesOf(resolveWith(), 'Cat');
    expect([...properties.keys()]).toEqual(['kind', 'name', 'fur']);
    expect(properties.get('kind')).toMatchObject({
      type: { kind: 'string', values: ['cat'] },
      optional: false,
    });
  });

  it('turns a base with a discriminator into the union of its members', () => {
    const resolved = resolveWith({
      id: 'dog',
      change: 'add-definition',
      name: 'Dog',
      description: '',
      extends: ['Pet', 'dog'],
      properties: { 'tricks?': 'string[]' },
      source: 'test',
    });
    expect(resolved.get('Pet')).toMatchObject({
      kind: 'union',
      tag: 'kind',
      members: new Map([
        ['cat', 'Cat'],
        ['dog', 'Dog'],
      ]),
    });
    expect(propertiesOf(resolved, 'Dog').get('tricks')).toMatchObject({
      type: { kind: 'array', items: { kind: 'string' } },
      optional: true,
    });
  });

  it('applies each kind of change', () => {
    const on = ['Cat'];
    const source = 'test';
    const resolved = resolveWith(
      { id: '1', change: 'add-values', name: 'Shade', values: ['striped'], source },
      { id: '2', change: 'add-properties', on, properties: { 'age?': 'integer | "old"' }, source },
      { id: '3', change: 'rename', on, properties: { fur: 'coat' }, source },
      { id: '4', change: 'make-optional', on, properties: ['coat'], source },
      { id: '5', change: 'make-nullable', on, properties: ['coat'], source },
      { id: '6', change: 'set-defaults', on, properties: { coat: 'dark' }, source },
    );
    expect(resolved.get('Shade')).toMatchObject({ type: { values: ['light', 'dark', 'striped'] } });
    const properties = propertiesOf(resolved, 'Cat');
    expect(properties.has('fur')).toBe(false);
    expect(properties.get('coat')).toMatchObject({
      type: { kind: 'ref', name: 'Shade' },
      optional: true,
      nullable: true,
      defaultValue: 'dark',
    });
    expect(properties.get('age')?.type).toMatchObject({
      kind: 'either',
      options: [{ kind: 'number' }, { kind: 'string', values: ['old'] }],
    });
  });

  it.each<[string, Correction]>([
    [
      'a property that is not there',
      {
        id: 'x',
        change: 'make-optional',
        on: ['Cat'],
        properties: ['tail'],
        source: 'test',
      },
    ],
    [
      'a property that is there already',
      {
        id: 'x',
        change: 'add-properties',
        on: ['Cat'],
        properties: { fur: 'string' },
        source: 'test',
      },
    ],
    [
      'a type that cannot be read',
      { id: 'x', change: 'define', name: 'Shade', type: 'string |', source: 'test' },
    ],
  ])('refuses a correction of %s, naming it', (_, correction) => {
    expect(() => resolveWith(correction)).toThrow('correction x does not fit');
  });

  it('refuses an event type that has no definition', () => {
    const events = {
      definitions: {
        ClientEventType: { type: 'string', enum: ['known', 'bare'] },
        ClientEvent: {
          type: 'object',
          discriminator: 'type',
          properties: { type: { $ref: '#/definitions/ClientEventType' } },
          required: ['type'],
        },
        ClientEventKnown: {
          type: 'object',
          allOf: [{ $ref: '#/definitions/ClientEvent' }],
          'x-ms-discriminator-value': 'known',
        },
      },
    };
    expect(() => resolve(readDescription(events))).toThrow('bare');
  });
});
