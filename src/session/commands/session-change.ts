import { changed } from '../change-state.js';
import { activeTurnDetection } from '../../protocol/turn-detection.js';
import { checkRequestSession, isRequestSession } from '../../protocol/limits.js';
import { isNewerEvent } from '../../protocol/parse.js';
import { isJsonObject, toJson, type JsonObject, type JsonValue } from '../../shared/json.js';
import { formatProblem } from '../../validation/problem.js';
import { differenceLine, differences } from '../connection/session-differences.js';
import { addNotice } from '../log/transcript.js';
import type { SessionChange, SessionState } from '../state.js';
import { noEffects, type Step } from '../step.js';
import { sendByHand } from './raw-send.js';
import { keptWords, optionWords } from './session-words.js';

/** `/session PATH=VALUE`: the options of a path are changed within what was asked for so far. */
export function changeOptions(state: SessionState, options: JsonObject): Step {
  const session = Object.entries(options).reduce<JsonObject>((changed, [path, value]) => {
    const [key = '', ...rest] = path.split('.');
    const whole = changed[key] ?? toJson(state.asked)[key] ?? reportedOption(state, key);
    return { ...changed, [key]: withValue(whole, rest, value) };
  }, {});
  if (isRequestSession(session)) return sendByHand(state, { type: 'session.update', session });
  const event = { type: 'session.update', session };
  if (state.options.unchecked === true && isNewerEvent(event)) return sendByHand(state, event);
  const [problem] = checkRequestSession(session);
  const why = problem === undefined ? '' : ` ${formatProblem(problem)}`;
  return noEffects(addNotice(state, 'error', `/session: not sent.${why}`));
}

function reportedOption({ reportedSession }: SessionState, key: string): JsonValue | undefined {
  return reportedSession === undefined ? undefined : toJson(reportedSession)[key];
}

function withValue(
  whole: JsonValue | undefined,
  [key, ...rest]: readonly string[],
  value: JsonValue,
): JsonValue {
  if (key === undefined) return value;
  const parts = isJsonObject(whole) ? whole : {};
  return { ...parts, [key]: withValue(parts[key], rest, value) };
}

/** The service applied a session: the change that waited longest is told with what it came to. */
export function changeApplied(
  state: SessionState,
  before: SessionState['reportedSession'],
  applied: JsonValue | undefined,
): SessionState {
  const [change, ...changes] = state.changes;
  if (change === undefined || !isJsonObject(applied)) return state;
  const unlike = differences(change.session, applied);
  const lines = Object.entries(toJson(change.session)).map(([key, asked]) => {
    const others = unlike.filter(({ path }) => isWithin(path, key));
    const earlier = before === undefined ? undefined : toJson(before)[key];
    return optionWords(key, { asked, before: earlier, after: applied[key], others });
  });
  const known = unlike.map(differenceLine);
  const told: SessionState = changed(followTurnTaking(state, change), {
    changes,
    differences: [...state.differences, ...known],
  });
  const level = unlike.length > 0 ? 'warning' : 'info';
  return lines.length === 0 ? told : addNotice(told, level, lines.join('\n'));
}

function isWithin(path: string, key: string): boolean {
  return path === key || path.startsWith(`${key}.`) || path.startsWith(`${key}[`);
}

/** Turn detection decides whether turns are taken by key. */
function followTurnTaking(state: SessionState, { session }: SessionChange): SessionState {
  const { options, input } = state;
  if (options.mode === 'text' || session.turn_detection === undefined) return state;
  const mode = activeTurnDetection(state.reportedSession) ? 'hands-free' : 'push-to-talk';
  if (mode === options.mode) return state;
  const waits = input.phase === 'capturing';
  return changed(state, {
    options: { ...options, mode },
    ...(waits ? { input: { phase: 'idle' } } : {}),
  });
}

/** The service refused a change: what was asked for before holds. Undefined when the error is about something else. */
export function changeRefused(
  state: SessionState,
  error: { readonly event_id?: string; readonly message: string; readonly code?: string },
): SessionState | undefined {
  const change = state.changes.find(({ eventId }) => eventId === error.event_id);
  if (change === undefined) return undefined;
  const keys = Object.keys(change.session);
  const kept = Object.fromEntries(
    Object.entries({ ...state.asked, ...change.askedBefore }).filter(
      ([key]) => !keys.includes(key) || key in change.askedBefore,
    ),
  );
  const reverted: SessionState = changed(state, {
    asked: kept,
    changes: state.changes.filter((other) => other !== change),
  });
  const code = error.code === undefined ? '' : ` (${error.code})`;
  const held = keys.map((key) => keptWords(key, reportedOption(state, key))).join(', ');
  const { voice } = change.session;
  const isVoice = error.code === voiceIsFixed && keys.length === 1 && voice !== undefined;
  const offer = isVoice ? `\n${newSessionOffer}` : '';
  const text = `Not changed: ${error.message}${code}\n${held}${offer}`;
  return addNotice(isVoice ? changed(reverted, { refusedVoice: voice }) : reverted, 'error', text);
}

/** The service's code for a voice that has spoken already. */
const voiceIsFixed = 'cannot_update_voice';
const newSessionOffer = 'A new session can have it, with the same conversation: enter it again.';
