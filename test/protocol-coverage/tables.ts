import { clientEvents, type ClientCase } from './client-events.js';
import { optionSamples, type OptionSample } from './option-samples.js';
import { proofs, type Proof } from './proofs.js';
import { seedsOf } from './seeds.js';
import { serverEvents } from './server-events.js';
import type { ServerCase } from './server-case.js';

/** A table of docs/protocol.md: a head and its rows, the first cell being the name of the event or option. */
export interface CoverageTable {
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** The common options by flag; all others through `--session FILE` and `/session JSON`. */
const flags: ReadonlyMap<string, string> = new Map([
  ['model', '`--model`'],
  ['modalities', '`--text`'],
  ['voice', '`--voice`'],
  ['instructions', '`--instructions`'],
  ['turn_detection', '`--turn-detection`, `--ptt`, `--no-barge-in`'],
  ['input_audio_noise_reduction', '`--noise-reduction`'],
  ['input_audio_transcription', '`--transcription`'],
  ['tools', '`--tools`'],
  ['tool_choice', '`--tool-choice`'],
  ['temperature', '`--temperature`'],
  ['max_response_output_tokens', '`--max-tokens`'],
  ['reasoning_effort', '`--reasoning-effort`'],
]);

function proofOf({ file }: Proof, title: string): string {
  const name = file.replace(/^.*\//, '').replace(/\.test\.ts$/, '');
  return `[${name}](../${file}): ${title}`;
}

export function serverEventTable(): CoverageTable {
  const rows = Object.entries<ServerCase>(serverEvents).map(([type, { shows }]) => [
    `\`${type}\``,
    '←',
    shows,
    seedsOf(type),
    proofOf(proofs.serverEvents, `“${type}: …”`),
  ]);
  return { head: ['Event', 'Direction', 'Where it shows', 'Named by', 'Proof'], rows };
}

export function clientEventTable(): CoverageTable {
  const rows = Object.entries<ClientCase>(clientEvents).map(([type, { from }]) => [
    `\`${type}\``,
    '→',
    from,
    seedsOf(type),
    proofOf(proofs.clientEvents, `“${type}: …”`),
  ]);
  return { head: ['Event', 'Direction', 'What sends it', 'Named by', 'Proof'], rows };
}

/** A row for each option: the values that a union or a list of names can take are in one row. */
function optionTable(
  samples: readonly OptionSample[],
  proof: Proof,
  namedBy: (option: string) => string,
  reached: (option: string) => string,
): CoverageTable {
  const byPath = new Map<string, Set<string>>();
  for (const { path, takes } of samples) {
    byPath.set(path, (byPath.get(path) ?? new Set()).add(takes));
  }
  const rows = [...byPath].map(([path, takes]) => {
    const option = /^\w+/.exec(path)?.[0] ?? path;
    return [
      `\`${path}\``,
      [...takes].join('; '),
      reached(option),
      namedBy(option),
      proofOf(proof, `“${path} = …”`),
    ];
  });
  return { head: ['Option', 'Takes', 'Reached by', 'Named by', 'Proof'], rows };
}

export function sessionOptionTable(): CoverageTable {
  return optionTable(
    optionSamples('RequestSession'),
    proofs.sessionOptions,
    (option) => seedsOf(`session.${option}`),
    (option) => {
      const flag = flags.get(option);
      return flag === undefined
        ? '`--session`, `/session`'
        : `${flag}, \`--session\`, \`/session\``;
    },
  );
}

/** Options of a response that hold whole items or tools are told once: their parts stand elsewhere. */
const told = /^(\w+)(?:\[\]|\(|\.).*$/;
const elsewhere: ReadonlySet<string> = new Set([
  'append_input_items',
  'input_items',
  'input',
  'tools',
  'voice',
  'interim_response',
  'animation',
]);

export function responseOptionTable(): CoverageTable {
  const samples = optionSamples('ResponseCreateParams').map((sample) => {
    const option = told.exec(sample.path)?.[1];
    return option !== undefined && elsewhere.has(option)
      ? { ...sample, path: option, takes: 'as the session takes it, or items' }
      : sample;
  });
  return optionTable(
    samples,
    proofs.responseOptions,
    (option) => seedsOf(`response.${option}`),
    () => '`/send`',
  );
}
