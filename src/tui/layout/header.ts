import { sessionLimitMinutes } from '../../session/connection/session-limit.js';
import { sessionMinutes } from '../../session/selectors.js';
import type { SessionState } from '../../session/state.js';
import { sanitise } from '../../shared/sanitise.js';
import { rowWidth, span, spread, type Row } from '../text/rows.js';
import { textWidth } from '../text/width.js';

/** The name of a voice that is given by name or by configuration. */
function voiceName(voice: unknown): string | undefined {
  if (typeof voice === 'string') return voice;
  if (typeof voice !== 'object' || voice === null || !('name' in voice)) return undefined;
  return typeof voice.name === 'string' ? voice.name : undefined;
}

/** Target, model, voice and mode, for the header and for plain mode. */
export function sessionFacts(state: SessionState): readonly string[] {
  const { options, reportedSession: reported } = state;
  const voice = voiceName(reported?.voice ?? options.session.voice);
  // The service may answer with the full name of the deployment.
  const asked = reported?.model?.startsWith(options.model) ?? true;
  const facts = [options.target, asked ? options.model : (reported?.model ?? options.model)];
  if (options.mode !== 'text' && voice !== undefined) facts.push(voice);
  return [...facts, options.mode].map((fact) => sanitise(fact));
}

/** The line at the top. It counts minutes, so that an idle screen does not change. */
export function headerRow(state: SessionState, width: number, isReplay = false): Row {
  const limit = sessionLimitMinutes(state);
  const of = width < 60 ? '' : ` of ${String(limit)}`;
  const isRecorded = state.options.recordingPath !== undefined && !isReplay;
  const recording = [
    ...(isReplay ? [span(' replay', 'live')] : []),
    ...(isRecorded ? [span(' ● rec', 'live')] : []),
  ];
  const right = [...recording, span(`  ${String(sessionMinutes(state))}${of} min `, 'dim')];
  const [target = '', ...facts] = fitting(sessionFacts(state), width - rowWidth(right) - 1);
  const rest = facts.map((fact) => ` · ${fact}`).join('');
  return spread([span(` ${target}`, 'strong'), span(rest)], right, width);
}

/** The facts without the last ones that have no room; target and model are shortened rather than left out. */
function fitting(facts: readonly string[], room: number): readonly string[] {
  const [target = '', model = '', ...others] = facts;
  const mode = others.slice(-1);
  const shown = [facts, [target, model, ...mode], [target, model]].find(
    (some) => textWidth(some.join(' · ')) <= room,
  );
  return shown ?? [target, model];
}
