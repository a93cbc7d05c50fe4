import type { FunctionTool, RequestSession } from '../../protocol/generated/types.js';
import { audioRates } from './audio-rates.js';
import { conflict } from '../options/bad-option.js';
import type { ResolvedOptions } from '../options/layers.js';
import { isGiven } from '../options/layers.js';
import type { OptionValues } from '../options/option-table.js';
import { readTextFile } from '../../documents/text-file.js';
import { soundDefaults, soundFlags } from './session-sound.js';
import { toolFlags } from './session-tools.js';

/** What is known about a session before it is opened. */
export interface SessionPlan {
  /** For the connection; an agent has its own model. */
  readonly model: string;
  readonly mode: 'hands-free' | 'push-to-talk' | 'text';
  /** For `session.update`. The model stands in the connection's URL instead. */
  readonly session: RequestSession;
  readonly inputRateHz: number;
  readonly outputRateHz: number;
}

/**
 * The session that the options ask for: defaults, the session file over them, flags over both.
 * @param tools definitions of the tools that this program runs; they replace tools of the same name in the file
 * @param fromFile the session of the session file
 * @throws VoiceliveError exit code 2 for a file or a value that cannot be used
 */
export function buildSession(
  resolved: ResolvedOptions,
  tools: readonly FunctionTool[],
  fromFile: RequestSession,
): SessionPlan {
  const { values } = resolved;
  const { model: fileModel, ...file } = fromFile;
  if (values.agentName !== undefined && file.instructions !== undefined) {
    throw conflict(
      'The session file has instructions, but --agent-name is given.',
      'An agent brings its instructions: take them out of the file.',
    );
  }
  const model = isGiven(resolved, 'model') ? values.model : (fileModel ?? values.model);
  const session: RequestSession = {
    ...(values.text ? {} : soundDefaults(values.agentName === undefined ? model : '')),
    ...file,
    ...responseFlags(values),
    ...(values.text ? textOnly : soundFlags(resolved, file, model)),
    ...toolFlags(resolved, file.tools ?? [], tools),
  };
  return { model, mode: modeOf(values, session), session, ...audioRates(session, values) };
}

const textOnly: RequestSession = { modalities: ['text'], turn_detection: null };

function modeOf(values: OptionValues, session: RequestSession): SessionPlan['mode'] {
  if (values.text) return 'text';
  return session.turn_detection === null ? 'push-to-talk' : 'hands-free';
}

function responseFlags(values: OptionValues): RequestSession {
  const { instructions, temperature, reasoningEffort, maxTokens } = values;
  return {
    ...(instructions === undefined ? {} : { instructions: textOrFile(instructions) }),
    ...(temperature === undefined ? {} : { temperature }),
    ...(reasoningEffort === undefined ? {} : { reasoning_effort: reasoningEffort }),
    ...(maxTokens === undefined
      ? {}
      : { max_response_output_tokens: maxTokens === 'inf' ? 'inf' : Number(maxTokens) }),
  };
}

function textOrFile(given: string): string {
  return given.startsWith('@') ? readTextFile(given.slice(1), 'flag --instructions') : given;
}
