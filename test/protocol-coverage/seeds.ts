import { readFileSync } from 'node:fs';
import {
  isJsonArray,
  isJsonObject,
  type JsonObject,
  type JsonValue,
} from '../../src/shared/json.js';
import { modelsReference, schemaReference, type Seed } from './seed-members.js';

/**
 * Which of the three documents names an event or an option: the Python models reference (000), the Voice Live schema
 * reference (002), the API description 2026-06-01-preview (003).
 */
const path = '../../src/protocol/description/voicelive-2026-06-01-preview.swagger.json';
const description = readFileSync(new URL(path, import.meta.url), 'utf8');
const definitions = definitionsIn(JSON.parse(description));

function definitionsIn(document: unknown): JsonObject {
  const found = isJsonObject(document) ? document['definitions'] : undefined;
  return isJsonObject(found) ? found : {};
}

/** The documents that name an event, or `correction` when only the list of corrections does. */
export function seedsOfEvent(type: string): string {
  return listed(({ events }) => events.has(type), description.includes(`"${type}"`));
}

/** The documents that have every member on the way to an option, or `correction`. */
export function seedsOfOption(members: readonly string[]): string {
  return listed(
    (seed) => members.every((member) => isInSeed(seed, member)),
    members.every(isInDescription),
  );
}

function listed(isIn: (seed: Seed) => boolean, isDescribed: boolean): string {
  const seeds = [
    ...(isIn(modelsReference) ? ['000'] : []),
    ...(isIn(schemaReference) ? ['002'] : []),
    ...(isDescribed ? ['003'] : []),
  ];
  return seeds.length === 0 ? 'correction' : seeds.join(', ');
}

function isInSeed({ members }: Seed, place: string): boolean {
  const [definition = '', member] = place.split('.');
  const known = members[definition];
  return known !== undefined && (member === undefined || known.includes(member));
}

function isInDescription(place: string): boolean {
  const [name = '', member] = place.split('.');
  const definition = definitions[name];
  return definition !== undefined && (member === undefined || hasMember(definition, member));
}

/** Whether a definition, or one that it extends, has the member. */
function hasMember(definition: JsonValue | undefined, member: string): boolean {
  if (!isJsonObject(definition)) return false;
  const { properties, allOf } = definition;
  if (isJsonObject(properties) && member in properties) return true;
  const parents = isJsonArray(allOf) ? allOf.filter(isJsonObject) : [];
  return parents.some(({ $ref }) =>
    typeof $ref === 'string' ? hasMember(definitions[$ref.replace(/^.*\//, '')], member) : false,
  );
}
