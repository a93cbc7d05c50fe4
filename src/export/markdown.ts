import type { RecordingReport, ToolCall } from '../analysis/report.js';
import { sanitise } from '../shared/sanitise.js';
import type { ExportSource } from './source.js';
import { speakerNames, transcriptOf, type TranscriptLine } from './transcript.js';

/** A transcript to read (CommonMark with strikethrough): who said what and when, tool calls, what was not heard. */
export function* markdown({ report }: ExportSource): Generator<string> {
  yield `# Conversation${report.session.startedAt === undefined ? '' : ` of ${report.session.startedAt}`}\n\n`;
  yield `${facts(report)}\n\n`;
  for (const note of report.notes) yield `> ${escaped(note)}\n\n`;
  for (const line of transcriptOf(report)) yield `${paragraph(line)}\n\n`;
}

function facts({ session, figures }: RecordingReport): string {
  const { target, model, durationMs } = session;
  const pieces = [target, model, clock(durationMs)].flatMap((piece) => piece ?? []);
  const count = (value: number, one: string): string => `${value} ${one}${value === 1 ? '' : 's'}`;
  return [
    ...pieces.map(escaped),
    count(figures.turns, 'turn'),
    count(figures.interruptions, 'interruption'),
    ...(figures.costUsd === undefined ? [] : [`about $${figures.costUsd.toFixed(4)}`]),
  ].join(' · ');
}

function paragraph(line: TranscriptLine): string {
  const at = clock(line.startMs);
  switch (line.kind) {
    case 'user':
    case 'assistant':
      return `**${speakerNames[line.kind]}** (${at}${line.typed === true ? ', typed' : ''}): ${words(line)}`;
    case 'tool':
      return line.call === undefined ? '' : toolCall(line.call, line.text, at);
    case 'problem':
    case 'reconnection':
      return `*${at}: ${escaped(line.text)}*`;
  }
}

function words({ text, wordless, interrupted, unheard = '' }: TranscriptLine): string {
  if (wordless === true) return `*${escaped(text)}*`;
  const heard = unheard !== '' && text.endsWith(unheard) ? text.slice(0, -unheard.length) : text;
  const rest = heard === text ? '' : sanitise(unheard).trim();
  return [
    ...(heard.trim() === '' ? [] : [escaped(heard.trim())]),
    ...(rest === '' ? [] : [`~~${escaped(rest)}~~`]),
    ...(interrupted === true ? ['*(interrupted)*'] : []),
  ].join(' ');
}

function toolCall(call: ToolCall, name: string, at: string): string {
  const ran = call.ranMs === undefined ? '' : `, ${Math.round(call.ranMs)} ms`;
  const blocks = [call.arguments, call.output ?? ''].filter((text) => text !== '').map(fenced);
  return [`**Tool** ${escaped(name)} (${at}, ${call.outcome}${ran})`, ...blocks].join('\n\n');
}

/** A block whose fence is longer than any in its text. */
function fenced(text: string): string {
  const safe = sanitise(text, { newlines: true });
  const longest = Math.max(2, ...(safe.match(/`+/g) ?? []).map((run) => run.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}\n${safe}\n${fence}`;
}

/** Text without any meaning as Markdown; its line breaks stay. */
function escaped(text: string): string {
  return sanitise(text, { newlines: true })
    .split(/\n+/)
    .map((line) => line.trim().replace(/[\\`*_[\]<>#|~&]/g, '\\$&'))
    .map((line) => line.replace(/^([-+=]|\d+(?=[.)]))/, (mark) => lineStart(mark)))
    .filter((line) => line !== '')
    .join('\\\n');
}

/** A mark that begins a list or underlines a heading; of a number, what follows it does. */
function lineStart(mark: string): string {
  return /^\d/.test(mark) ? `${mark}\\` : `\\${mark}`;
}

/** `1:02` or `1:00:02`. */
function clock(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const two = (value: number): string => String(value).padStart(2, '0');
  const minutes = Math.floor(seconds / 60);
  return minutes < 60
    ? `${minutes}:${two(seconds % 60)}`
    : `${Math.floor(minutes / 60)}:${two(minutes % 60)}:${two(seconds % 60)}`;
}
