import type { Item } from '../analysis/report.js';
import { parseCommand } from '../session/commands/commands.js';
import type { FileUse, Input, Intent } from '../session/inputs.js';
import { toJson } from '../shared/json.js';
import { safeJson } from '../shared/safe-json.js';
import { sanitise } from '../shared/sanitise.js';
import { plainLine } from './captions.js';
import type { ExportSource } from './source.js';

/** What the log holds in place of audio and images. */
const placeholder = /"<\w+ \d+ (?:bytes|characters)>/;

/**
 * A text script for `voicelive run`: what the user typed and did, one line each. What was spoken becomes a typed turn with
 * the words of its transcription, as `run` has no sound; what a script cannot do is a comment.
 */
export async function* script({ program, report, log }: ExportSource): AsyncGenerator<string> {
  const { startedAt } = report.session;
  yield `# The user's side of a session${startedAt === undefined ? '' : ` of ${startedAt}`}, by voicelive ${program}.\n`;
  yield '# Spoken turns are typed, in the words of their transcription.\n\n';
  const items = new Map(report.items.map((item) => [item.id, item] as const));
  for await (const part of log()) if (part.kind === 'input') yield stepOf(part.input, items);
}

function stepOf(input: Input, items: ReadonlyMap<string, Item>): string {
  if (input.type === 'intent') return intentStep(input.intent);
  if (input.type !== 'server' || input.event.type !== 'input_audio_buffer.committed') return '';
  const item = items.get(input.event.item_id);
  return item === undefined || item.typed ? '' : spokenStep(item);
}

function spokenStep({ text, wordless, startMs, endMs }: Item): string {
  const said = `Spoken at ${seconds(startMs)} for ${seconds(endMs - startMs)}`;
  if (wordless || text.trim() === '') return comment(`${said}, without a transcription.`);
  return `${comment(`${said}:`)}${turn(text)}`;
}

function intentStep(intent: Intent): string {
  switch (intent.type) {
    case 'say':
      return turn(intent.text);
    case 'show-image':
      return command(`/image ${oneLine(intent.source)}`);
    case 'send-event': {
      const fields = Object.entries(toJson(intent.event)).filter(([key]) => key !== 'event_id');
      const json = safeJson(Object.fromEntries(fields));
      return placeholder.test(json)
        ? comment(`Sent ${intent.event.type}; its audio or image is not in the recording.`)
        : command(`/send ${json}`);
    }
    case 'list-items':
      return command('/items');
    case 'tell-health':
      return command('/health');
    case 'change-options': {
      const fields = Object.entries(intent.options);
      return command(
        `/session ${fields.map(([path, value]) => `${path}=${safeJson(value)}`).join(' ')}`,
      );
    }
    case 'change-model':
      return command(`/model ${oneLine(intent.model)}`);
    case 'read-file':
      return command(`${fileCommands[intent.use]}${oneLine(intent.path)}`);
    case 'reconnect':
    case 'retry':
    case 'quit':
      return command(`/${intent.type}`);
    case 'show-session':
      return command('/session');
    case 'list-tools':
      return command('/tools');
    case 'save':
      return comment('/save: it would write a file.');
    case 'retrieve-item':
      return comment(`/retrieve ${intent.id}: the new session has other ids.`);
    case 'delete-item':
      return comment(`/delete ${intent.id}: the new session has other ids.`);
    case 'decide':
      return comment(`Tool call ${intent.callId}: ${intent.decision}. Use --approve.`);
    case 'mute':
      return comment(`${intent.muted ? 'Muted' : 'Unmuted'} the ${intent.what}.`);
    case 'talk-start':
    case 'talk-send':
      // Known from the turn that they make.
      return '';
    case 'talk-discard':
    case 'commit':
    case 'interrupt':
    case 'cancel':
    case 'truncate':
    case 'clear-input':
      return comment(`${intent.type}: run waits for the end of each reply.`);
  }
}

const fileCommands: Readonly<Record<FileUse, string>> = {
  instructions: '/instructions @',
  session: '/session @',
  tools: '/tools ',
  seed: '/seed ',
};

/** A message; what begins like a comment or a command needs the command. */
function turn(text: string): string {
  const line = oneLine(text);
  if (line === '') return '';
  return `${/^[#/]/.test(line) ? `/say ${line}` : line}\n`;
}

/** Only what `run` takes: a script with a mistake is refused as a whole. */
function command(line: string): string {
  const read = parseCommand(line);
  return read.kind === 'problem' ? comment(`${line}: ${read.text}`) : `${line}\n`;
}

function comment(text: string): string {
  return `# ${plainLine(text)}\n`;
}

function oneLine(text: string): string {
  return sanitise(text).trim();
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`;
}
