import { nativeVoices } from '../../src/protocol/voices.js';
import { isJsonObject, type JsonObject, type JsonValue } from '../../src/shared/json.js';
import type { OptionSample } from './option-samples.js';

/** What a user gives, and the part of the session that it sets. */
export interface Given {
  readonly flags?: Readonly<Record<string, JsonValue>>;
  /** Content of the file that `--tools` and `/tools` name. */
  readonly tools?: readonly JsonObject[];
  /** A line of the text box. */
  readonly line?: string;
  readonly sets: JsonObject;
}

/** One way to an option beside `--session`. */
export interface OptionWay {
  readonly way: string;
  /** Undefined when the value cannot be reached like this. */
  readonly give: (sample: OptionSample) => Given | undefined;
}

const runnable = { name: 'f', description: 'd', parameters: { type: 'object' } };
const runnableTool = { ...runnable, command: ['node', '-v'] };

/** A flag for a whole option, or for one of its members. */
function flag(
  way: string,
  name: string,
  path: RegExp,
  valueOf: (value: JsonValue) => JsonValue | undefined,
): OptionWay {
  return {
    way,
    give: (sample) => {
      const [value = null] = Object.values(sample.value);
      const given = path.test(sample.path) ? valueOf(value) : undefined;
      return given === undefined ? undefined : { flags: { [name]: given }, sets: sample.value };
    },
  };
}

/** A command of the text box. */
function line(command: string, path: RegExp, argumentOf: (value: JsonValue) => string): OptionWay {
  return {
    way: `\`${command}\``,
    give: (sample) => {
      const [value = null] = Object.values(sample.value);
      if (!path.test(sample.path)) return undefined;
      return { line: `${command} ${argumentOf(value)}`, sets: sample.value };
    },
  };
}

const same = (value: JsonValue): JsonValue => value;
const text = (value: JsonValue): string =>
  typeof value === 'string' ? value : JSON.stringify(value);
/** The kind, where the option is an object; null switches it off. */
const kindOf =
  (key: string) =>
  (value: JsonValue): JsonValue | undefined =>
    isJsonObject(value) ? value[key] : 'none';

const kindsOfDetection = /^turn_detection$|^turn_detection\((server|semantic|azure)[^)]*\)\.type$/;
const interruption = /^turn_detection\((server|semantic|azure)[^)]*\)\.interrupt_response$/;
const functionTool = /^tools\[\]\(function\)/;

function toolsOf({ path }: OptionSample): Pick<Given, 'tools' | 'sets'> | undefined {
  return functionTool.test(path)
    ? { tools: [runnableTool], sets: { tools: [{ type: 'function', ...runnable }] } }
    : undefined;
}

function echoOf(value: JsonValue): string | undefined {
  if (!isJsonObject(value)) return 'off';
  return value['reference_source'] === 'client' ? 'client' : undefined;
}

/** By which flag or command an option can be set, apart from the session file and `/session`. */
const own: readonly OptionWay[] = [
  flag('`--model`', 'model', /^model$/, same),
  {
    way: '`/model`',
    give: ({ path }) =>
      path === 'model' ? { line: '/model gpt-4.1', sets: { model: 'gpt-4.1' } } : undefined,
  },
  flag('`--text`', 'text', /^modalities/, (value) =>
    JSON.stringify(value) === '["text"]' ? true : undefined,
  ),
  flag('`--voice`', 'voice', /^voice\(/, (value) => JSON.stringify(value)),
  line('/voice', /^voice\(/, (value) => JSON.stringify(value)),
  flag('`--instructions`', 'instructions', /^instructions$/, same),
  line('/instructions', /^instructions$/, text),
  flag('`--input-format`', 'inputFormat', /^input_audio_format$/, (value) =>
    value === 'pcm16' ? undefined : value,
  ),
  flag('`--input-format`', 'inputFormat', /^input_audio_sampling_rate$/, () => 'pcm16_16000hz'),
  flag('`--output-format`', 'outputFormat', /^output_audio_format$/, (value) =>
    ['pcm16', 'pcm16_8000hz', 'pcm16_16000hz', 'g711_ulaw', 'g711_alaw'].includes(text(value))
      ? value
      : undefined,
  ),
  flag('`--turn-detection`', 'turnDetection', kindsOfDetection, kindOf('type')),
  line('/turn-detection', kindsOfDetection, (value) => text(kindOf('type')(value) ?? '')),
  flag('`--ptt`', 'ptt', /^turn_detection$/, () => true),
  {
    way: '`--no-barge-in`',
    give: ({ path, value }) => {
      const detection = value['turn_detection'];
      if (!interruption.test(path) || !isJsonObject(detection)) return undefined;
      const { type = null, interrupt_response: interrupts } = detection;
      if (interrupts !== false) return undefined;
      return { flags: { turnDetection: type, bargeIn: false }, sets: value };
    },
  },
  flag('`--noise-reduction`', 'noiseReduction', /^input_audio_noise_reduction/, kindOf('type')),
  flag(
    '`--transcription`',
    'transcription',
    /^input_audio_transcription(\.model)?$/,
    kindOf('model'),
  ),
  flag('`--echo`', 'echo', /^input_audio_echo_cancellation(\.reference_source)?$/, echoOf),
  flag('`--echo`', 'echo', /^input_audio_echo_cancellation\.type$/, () => 'server'),
  {
    way: '`--echo`',
    give: ({ path }) =>
      path === 'input_audio_echo_cancellation.channels'
        ? { flags: { echo: 'client' }, sets: { input_audio_echo_cancellation: { channels: 2 } } }
        : undefined,
  },
  { way: '`--tools`', give: (sample) => toolsOf(sample) },
  {
    way: '`/tools`',
    give: (sample) => {
      const tools = toolsOf(sample);
      return tools && { ...tools, line: '/tools tools.json' };
    },
  },
  flag('`--tool-choice`', 'toolChoice', /^tool_choice$/, same),
  {
    way: '`--tool-choice`',
    give: ({ path }) =>
      path.startsWith('tool_choice(function)')
        ? {
            flags: { toolChoice: 'f' },
            tools: [runnableTool],
            sets: { tool_choice: { type: 'function', name: 'f' } },
          }
        : undefined,
  },
  flag('`--temperature`', 'temperature', /^temperature$/, same),
  flag('`--max-tokens`', 'maxTokens', /^max_response_output_tokens$/, text),
  flag('`--reasoning-effort`', 'reasoningEffort', /^reasoning_effort$/, same),
];

/** Everything that opens the devices keeps its form until the end; the model belongs to the connection. */
const fixed = /^(model|input_audio_format|input_audio_sampling_rate|output_audio_format)$/;

export const optionWays: readonly OptionWay[] = [
  ...own,
  {
    way: '`/session`',
    give: ({ path, value }) =>
      fixed.test(path) ? undefined : { line: `/session ${JSON.stringify(value)}`, sets: value },
  },
];

/** The ways to an option, `--session` first. */
export function waysTo(samples: readonly OptionSample[]): readonly string[] {
  const reaching = optionWays.filter(({ give }) => samples.some((sample) => give(sample)));
  return ['`--session`', ...new Set(reaching.map(({ way }) => way))];
}

/** Only `azure-realtime` has these voices. */
export function modelFor({ sets }: Given): string {
  const voice = sets['voice'];
  const name = isJsonObject(voice) ? voice['name'] : undefined;
  return typeof name === 'string' && nativeVoices.includes(name) ? 'azure-realtime' : 'gpt-4.1';
}
