import { join } from 'node:path';
import { isEmulated } from '../../config/options/connection.js';
import { credentialRows } from '../../config/options/credentials.js';
import { optionTable, type OptionName } from '../../config/options/option-table.js';
import { conflict } from '../../config/options/problems.js';
import { onlyOptions, type OptionLayers } from '../../config/options/layers.js';
import { resolveOptions, type ResolvedOptions } from '../../config/options/resolve-options.js';
import { planSession, type PlannedSession } from '../../config/session/session-plan.js';
import type { Caller } from '../../script/model/script.js';
import {
  callerInstructions,
  callerTools,
  callerTurnDetection,
} from '../../script/caller/caller-role.js';
import { packageRoot } from '../../shared/paths.js';

/** The session of a caller, planned. */
export interface ReadyCaller {
  readonly resolved: ResolvedOptions;
  readonly planned: PlannedSession;
}

/** What the two sessions have in common: where they connect to. The rest of the options is about the agent. */
const shared: ReadonlySet<OptionName> = new Set<OptionName>([
  'profile',
  'endpoint',
  'apiVersion',
  'emulator',
  'emulatorLatency',
  'fast',
  'seed',
  'model',
  'query',
  'header',
  'maxRetries',
  ...credentialRows.map(({ name }) => name),
]);

/**
 * Plans the session of a caller.
 * @param layers the options of the agent's session
 * @throws VoiceliveError exit code 2 for a voice or a model that cannot be used, or an agent's session without audio
 */
export async function readyCaller(
  caller: Caller,
  layers: OptionLayers,
  agent: ReadyCaller,
): Promise<ReadyCaller> {
  checkAgent(agent);
  const { model = agent.resolved.values.model, voice, scenario = usualScenario() } = caller;
  const rows = optionTable.filter(({ name }) => shared.has(name));
  const { flags, script, ...lower } = onlyOptions(layers, rows);
  const resolved = resolveOptions({
    ...lower,
    // The model of the command line is the agent's, which is the caller's as well where it names none.
    flags: without(flags, 'model'),
    script: {
      ...script,
      model,
      ...(voice === undefined ? {} : { voice }),
      ...(isEmulated(agent.resolved.values) ? { scenario } : {}),
    },
  });
  const planned = await planSession(resolved, {
    session: { instructions: callerInstructions(caller), tools: [...callerTools] },
    settings: {},
    answerableTools: callerTools.map(({ name }) => name),
    change: (session) => ({ ...session, turn_detection: callerTurnDetection(caller) }),
  });
  return {
    resolved,
    planned: { ...planned, settings: { ...planned.settings, approve: 'always' } },
  };
}

function usualScenario(): string {
  return join(packageRoot, 'src/emulator/scenarios/caller.yaml');
}

function checkAgent({ resolved, planned }: ReadyCaller): void {
  const { speaker } = resolved.values;
  if (planned.plan.mode !== 'hands-free')
    throw conflict(
      'A caller cannot talk to a session in text or without turn detection.',
      "Remove text: true and turn-detection: none from the script's options.",
    );
  if (speaker !== undefined && speaker !== 'none')
    throw conflict(
      `A caller cannot be combined with --speaker ${speaker}.`,
      'The caller hears what the agent says; --record records both.',
    );
}

function without<Value>(
  values: Readonly<Record<string, Value>>,
  left: string,
): Readonly<Record<string, Value>> {
  return Object.fromEntries(Object.entries(values).filter(([name]) => name !== left));
}
