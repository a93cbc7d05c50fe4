import { isJsonArray, isJsonObject, type JsonObject } from '../../shared/json.js';
import { parseCommand } from './commands.js';
import type { LogEntry } from '../state.js';

type ScriptStep = { readonly line: string } | { readonly problem: string };

/** What the log holds in place of audio and images. */
const placeholder = /"<\w+ \d+ bytes/;

/** The line of a text script, or of the text box, that repeats what an event did; or why that is impossible. */
export function scriptStep(entry: LogEntry): ScriptStep {
  if (entry.direction !== 'out')
    return { problem: 'Only sent events can be script steps; this one was not sent.' };
  const event = Object.fromEntries(
    Object.entries(entry.event).filter(([key]) => key !== 'event_id'),
  );
  const json = JSON.stringify(event);
  if (placeholder.test(json))
    return { problem: 'The audio or image in this event is not kept, only its size.' };
  const text = typedText(event);
  const line = text === undefined ? `/send ${json}` : text.startsWith('/') ? `/say ${text}` : text;
  const command = parseCommand(line);
  return command.kind === 'problem' ? { problem: command.text } : { line };
}

/** The words of a typed turn that fit on one line of a script; undefined for every other event. */
function typedText(event: JsonObject): string | undefined {
  const item = event['item'];
  if (event['type'] !== 'conversation.item.create' || !isJsonObject(item)) return undefined;
  const { role, content } = item;
  if (role !== 'user' || !isJsonArray(content) || content.length !== 1) return undefined;
  const [part] = content;
  const text = isJsonObject(part) && part['type'] === 'input_text' ? part['text'] : undefined;
  const isPlain = typeof text === 'string' && /^[^#\s].*$/.test(text) && text === text.trim();
  return isPlain ? text : undefined;
}
