import type { JsonValue } from '../shared/json.js';

/**
 * One difference between the API description and the service, with where it is known from.
 * Types are written as in `"low" | "high" | string[] | map<integer> | TurnDetection`; besides names
 * of definitions there are `string`, `integer`, `number`, `boolean`, `object` (any JSON object) and
 * `any`. A property name that ends in `?` is optional.
 */
export type Correction = Change & { readonly id: string; readonly source: string };

type Change =
  | AddDefinition
  | { readonly change: 'define'; readonly name: string; readonly type: string }
  | { readonly change: 'add-values'; readonly name: string; readonly values: readonly string[] }
  | { readonly change: 'add-member'; readonly union: string; readonly member: string }
  | PropertyChange<'add-properties' | 'replace-types', Readonly<Record<string, string>>>
  | PropertyChange<'make-optional' | 'make-nullable', readonly string[]>
  | PropertyChange<'rename', Readonly<Record<string, string>>>
  | PropertyChange<'set-defaults', Readonly<Record<string, JsonValue>>>;

/** `extends`: the union it joins, and the discriminator value that stands for it there. */
interface AddDefinition {
  readonly change: 'add-definition';
  readonly name: string;
  readonly description: string;
  readonly extends?: readonly [union: string, value: string];
  readonly properties: Readonly<Record<string, string>>;
}

interface PropertyChange<Kind extends string, Properties> {
  readonly change: Kind;
  readonly on: readonly string[];
  readonly properties: Properties;
}
