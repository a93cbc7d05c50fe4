import { isJsonObject, toJson, type JsonValue } from '../../shared/json.js';
import { addNotice } from '../log/transcript.js';
import type { SessionState } from '../state.js';
import { noEffects, type Step } from '../step.js';

/** Characters of one option. */
const maxValueLength = 300;

/** `/session`: the session as the service applied it, an option a line, the way a session file writes it. */
export function showSession(state: SessionState): Step {
  const { reportedSession, requestId } = state;
  if (reportedSession === undefined)
    return noEffects(addNotice(state, 'info', 'The service has not reported the session yet.'));
  const lines = Object.entries(toJson(reportedSession)).map(
    ([key, value]) => `${key}: ${valueText(value)}`,
  );
  const ids = requestId === undefined ? [] : [`request id: ${requestId}`];
  return noEffects(addNotice(state, 'info', ['Session as applied:', ...lines, ...ids].join('\n')));
}

function valueText(value: JsonValue): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.length > maxValueLength ? `${text.slice(0, maxValueLength - 1)}…` : text;
}

/** `/tools`: the tools of the session, who runs them, and whether they need approval. */
export function listTools(state: SessionState): Step {
  const lines = [
    ...(state.asked.tools ?? []).map((tool) => toolLine(state, toJson(tool))),
    ...state.remote.servers.flatMap(({ label, tools }) =>
      tools.map((name) => `${name}  MCP server "${label ?? '?'}"`),
    ),
  ];
  const text = lines.length === 0 ? 'The session has no tools.' : lines.join('\n');
  return noEffects(addNotice(state, 'info', text));
}

function toolLine(state: SessionState, tool: JsonValue): string {
  if (!isJsonObject(tool)) return '';
  const { type, name, server_label: server, description } = tool;
  if (type !== 'function')
    return [type, server ?? name].filter((word) => typeof word === 'string').join('  ');
  const label = typeof name === 'string' ? name : '?';
  const runs = state.options.runnableTools.includes(label) ? 'local function' : 'nobody runs it';
  const about = typeof description === 'string' ? `  ${description}` : '';
  return `${label}  ${runs}, ${approvalWords(state, label)}${about}`;
}

function approvalWords({ options, approval }: SessionState, name: string): string {
  const { approve } = options;
  if (approve === 'never') return 'always denied';
  const granted =
    approve === 'always' ||
    approval.granted.some((tool) => tool.name === name && tool.server === undefined) ||
    (typeof approve !== 'string' && approve.includes(name));
  return granted ? 'runs without asking' : 'asks first';
}
