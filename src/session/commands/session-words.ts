import { isJsonArray, isJsonObject, type JsonValue } from '../../shared/json.js';
import type { Difference } from '../connection/session-differences.js';

/** Characters of one value. */
const maxValueLength = 60;

/** What the service takes up when it makes the next reply; everything else applies at once. */
const fromNextReply: ReadonlySet<string> = new Set([
  'voice',
  'instructions',
  'tools',
  'tool_choice',
  'temperature',
  'max_response_output_tokens',
  'modalities',
  'output_audio_timestamp_types',
  'reasoning_effort',
  'animation',
]);

/** Options that the service does not report while they are off. */
const canBeOff: ReadonlySet<string> = new Set([
  'tools',
  'turn_detection',
  'input_audio_transcription',
  'input_audio_noise_reduction',
  'input_audio_echo_cancellation',
]);

/** An option that was changed: what was asked, and what the service reports before and after. */
interface ChangedOption {
  readonly asked: JsonValue;
  readonly before: JsonValue | undefined;
  readonly after: JsonValue | undefined;
  /** Where the service applied something else. */
  readonly others: readonly Difference[];
}

/** A change of one option in words, e.g. `voice: alloy → verse (applies from the next reply)`. */
export function optionWords(key: string, option: ChangedOption): string {
  const { asked, before, after, others } = option;
  const name = key.replaceAll('_', ' ');
  const from = valueWords(key, before);
  const to = valueWords(key, after ?? asked);
  if (others.length > 0) {
    const wanted = valueWords(key, asked);
    const parts = others.map(({ path, asked: part }) => `${path.slice(key.length + 1)} ${part}`);
    const outcome = from === to ? `kept ${to}` : `${from} → ${to}`;
    return `${name}: ${outcome}; not applied: ${wanted === to ? parts.join(', ') : wanted}`;
  }
  if (from === to) return detailWords(name, before, after ?? asked) ?? `${name}: ${to}, as before`;
  const when = fromNextReply.has(key) ? ' (applies from the next reply)' : '';
  return `${changeWords(key, before, after ?? asked)}${when}`;
}

/** From one value to another, e.g. `voice: alloy → verse`. */
export function changeWords(
  key: string,
  before: JsonValue | undefined,
  after: JsonValue | undefined,
): string {
  return `${key.replaceAll('_', ' ')}: ${valueWords(key, before)} → ${valueWords(key, after)}`;
}

/** The option as it stays, e.g. `voice: still alloy`. */
export function keptWords(key: string, value: JsonValue | undefined): string {
  return `${key.replaceAll('_', ' ')}: still ${valueWords(key, value)}`;
}

/** The parts that changed within an option whose name or type did not. */
function detailWords(
  name: string,
  before: JsonValue | undefined,
  after: JsonValue,
): string | undefined {
  if (!isJsonObject(before) || !isJsonObject(after)) return undefined;
  const parts = Object.entries(after).flatMap(([key, value]) => {
    const from = plainWords(before[key]);
    const to = plainWords(value);
    return from === to ? [] : [`${name}, ${key.replaceAll('_', ' ')}: ${from} → ${to}`];
  });
  return parts.length === 0 ? undefined : parts.join('\n');
}

/** A value by what tells it from others: the name of a voice, the type of a turn detection, the names of tools. */
function valueWords(key: string, value: JsonValue | undefined): string {
  if (value === undefined) return canBeOff.has(key) ? 'none' : 'not set';
  if (key === 'tools' && isJsonArray(value))
    return value.length === 0 ? 'none' : value.map((tool) => named(tool) ?? 'tool').join(', ');
  return named(value) ?? plainWords(value);
}

function named(value: JsonValue | undefined): string | undefined {
  if (!isJsonObject(value)) return undefined;
  const name = value['name'] ?? value['server_label'] ?? value['model'] ?? value['type'];
  return typeof name === 'string' ? name : undefined;
}

function plainWords(value: JsonValue | undefined): string {
  if (value === undefined || value === null || value === '') return 'none';
  const text = (typeof value === 'string' ? value : JSON.stringify(value)).replace(/\s+/g, ' ');
  return text.length > maxValueLength ? `${text.slice(0, maxValueLength - 1)}…` : text;
}
