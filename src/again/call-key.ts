import { isJsonObject } from '../shared/json.js';

/** Names a tool call by tool and arguments; order of keys and white space do not matter. */
export function callKey(call: {
  readonly name: string;
  readonly server?: string | undefined;
  readonly arguments: string;
}): string {
  return JSON.stringify([call.server ?? '', call.name, sorted(parsed(call.arguments))]);
}

function parsed(text: string): unknown {
  if (text.trim() === '') return {};
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([left], [right]) => (left < right ? -1 : 1))
      .map(([key, each]) => [key, sorted(each)]),
  );
}
