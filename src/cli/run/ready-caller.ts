import { join } from 'node:path';
import { isEmulated } from '../../config/options/connection.js';
import { optionTable, type OptionName } from '../../config/options/option-table.js';
import { conflict } from '../../config/options/problems.js';
import {
  resolveOptions,
  type OptionLayers,
  type ResolvedOptions,
} from '../../config/options/resolve-options.js';
import { longFlag } from '../../config/options/row.js';
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
  'endpoint',
  'apiVersion',
  'emulator',
  'emulatorLatency',
  'fast',
  'seed',
  'auth',
  'apiKeyFile',
  'model',
  'query',
  'header',
  'maxRetries',
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
  const others = optionTable.filter(({ name }) => !shared.has(name));
  const names = new Set<string>(others.flatMap(({ name, env = name }) => [name, env]));
  // The model of the command line is the agent's, which is the caller's as well where it names none.
  const flags = without(layers.flags, new Set([...names, 'model']));
  const kept = optionTable
    .filter(({ name }) => shared.has(name))
    .map((row) => longFlag(row).slice(2));
  const resolved = resolveOptions({
    flags,
    env: without(layers.env, names),
    script: {
      ...Object.fromEntries(
        Object.entries(layers.script ?? {}).filter(([name]) => kept.includes(name)),
      ),
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
  names: ReadonlySet<string>,
): Readonly<Record<string, Value>> {
  return Object.fromEntries(Object.entries(values).filter(([name]) => !names.has(name)));
}
