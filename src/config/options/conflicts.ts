import { conflict } from './bad-option.js';
import type { ResolvedOptions } from './layers.js';
import type { OptionName } from './option-table.js';

const soundOnly = [
  'ptt',
  'bargeIn',
  'turnDetection',
  'voice',
  'transcription',
  'noiseReduction',
  'mic',
  'speaker',
  'lowLatency',
  'audioBackend',
  'echo',
  'halfDuplex',
  'inputFormat',
  'outputFormat',
  'pttHangOver',
  'pttKey',
] as const satisfies readonly OptionName[];

/**
 * Options that cannot go together. What only the environment says gives way to a flag instead of contradicting it.
 * @throws VoiceliveError exit code 2
 */
export function checkConflicts(resolved: ResolvedOptions): void {
  const { values } = resolved;
  const flagged = (name: OptionName) => resolved.sources.get(name)?.startsWith('flag ') === true;
  checkAgent(resolved, flagged);
  if (values.emulator && flagged('endpoint')) {
    throw conflict('--emulator and --endpoint exclude each other.', 'Leave one of them out.');
  }
  if (values.scenario !== undefined && values.endpoint !== undefined && !values.emulator) {
    throw conflict(
      `--scenario is for the emulator, but an endpoint is configured (${resolved.sources.get('endpoint') ?? ''}).`,
      'Add --emulator.',
    );
  }
  if (values.auth === 'entra' && flagged('apiKeyFile')) {
    throw conflict('--api-key-file and --auth entra exclude each other.', 'Leave one of them out.');
  }
  if (values.ptt && values.turnDetection !== undefined && values.turnDetection !== 'none') {
    throw conflict(
      `--ptt and --turn-detection ${values.turnDetection} exclude each other.`,
      'Push-to-talk needs no turn detection: leave one of them out.',
    );
  }
  const sound = soundOnly.find(flagged);
  if (values.text && sound !== undefined) {
    const flag = resolved.sources.get(sound)?.slice('flag '.length) ?? sound;
    throw conflict(`--text and ${flag} exclude each other.`, `--text has no sound: leave one out.`);
  }
}

function checkAgent(resolved: ResolvedOptions, flagged: (name: OptionName) => boolean): void {
  const { values } = resolved;
  const { agentName, projectName, agentVersion, conversationId } = values;
  if ((agentName === undefined) !== (projectName === undefined)) {
    const [given, missing] =
      agentName === undefined
        ? ['--project-name', '--agent-name']
        : ['--agent-name', '--project-name'];
    throw conflict(`${given} needs ${missing}.`, `Add ${missing}.`);
  }
  if (agentName === undefined) {
    if (agentVersion === undefined && conversationId === undefined) return;
    const given = agentVersion === undefined ? '--conversation-id' : '--agent-version';
    throw conflict(`${given} needs --agent-name.`, 'Add --agent-name and --project-name.');
  }
  if (flagged('model')) {
    throw conflict('--model and --agent-name exclude each other.', 'An agent brings its model.');
  }
  if (values.instructions !== undefined) {
    throw conflict(
      '--instructions and --agent-name exclude each other.',
      'An agent brings its instructions.',
    );
  }
  if (values.auth === 'key' && values.endpoint !== undefined && !values.emulator) {
    throw conflict('The service takes no API key for an agent.', 'Add --auth entra.');
  }
}
