import type { SessionState, TranscriptEntry } from '../../session/state.js';
import { sanitise } from '../../shared/sanitise.js';
import { sessionFacts } from '../layout/header.js';
import { cutProof, replyText, toolArguments, toolName, toolStatus } from '../entry-words.js';
import { clock } from '../text/format.js';
import { latencyLines, usageLine } from './exit-transcript.js';

/** The conversation as Markdown: turns as paragraphs with their speaker, tool calls and notices as quotes. */
export function transcriptMarkdown(state: SessionState): string {
  const head = `# Conversation: ${sessionFacts(state).join(' · ')}`;
  const dropped =
    state.transcriptDropped === 0
      ? []
      : [`_${String(state.transcriptDropped)} earlier entries are no longer kept._`];
  const figures = [usageLine(state), ...latencyLines(state)].map((line) => `- ${line}`).join('\n');
  const parts = [head, ...dropped, ...state.transcript.map(paragraph), figures];
  return `${parts.join('\n\n')}\n`;
}

function paragraph(entry: TranscriptEntry): string {
  const at = `\`${clock(entry.atMs)}\``;
  switch (entry.kind) {
    case 'user':
      return `**you** ${at}\n\n${words(entry.text === '' ? '(no words recognised)' : entry.text)}`;
    case 'assistant': {
      const cut = entry.cut === undefined ? '' : `\n\n_${words(cutProof(entry.cut))}_`;
      const gone = entry.deleted === true ? '\n\n_deleted from the conversation_' : '';
      return `**assistant** ${at}\n\n${words(replyText(entry))}${cut}${gone}`;
    }
    case 'tool': {
      const output = entry.output === undefined ? '' : ` → ${words(entry.output)}`;
      const call = `${toolName(entry)} ${toolArguments(entry)} (${toolStatus(entry).text})`;
      return quoted(`**tool** ${at} ${words(call)}${output}`);
    }
    case 'notice':
      return quoted(`_${entry.level}_ ${at} ${words(entry.text)}`);
  }
}

/** Text without what Markdown would take for marks of its own. */
function words(text: string): string {
  return sanitise(text, { newlines: true }).replace(/([\\`*_<>[\]#|])/g, '\\$1');
}

function quoted(text: string): string {
  return text
    .split('\n')
    .map((line) => `> ${line}`)
    .join('\n');
}
