import { clientEvents } from './client-events.js';
import { clientWays } from './client-ways.js';
import { optionSamples, type OptionSample } from './option-samples.js';
import { waysTo } from './option-ways.js';
import { proofs, type Proof } from './proofs.js';
import { seedsOfEvent, seedsOfOption } from './seeds.js';
import { serverEvents } from './server-events.js';
import type { ServerCase } from './server-case.js';

/** A table of docs/protocol.md: a head and its rows, the first cell being the name of the event or option. */
export interface CoverageTable {
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

function proofOf({ file }: Proof, title: string): string {
  const name = file.replace(/^.*\//, '').replace(/\.test\.ts$/, '');
  return `[${name}](../${file}): ${title}`;
}

export function serverEventTable(): CoverageTable {
  const rows = Object.entries<ServerCase>(serverEvents).map(([type, { shows }]) => [
    `\`${type}\``,
    '←',
    shows,
    seedsOfEvent(type),
    proofOf(proofs.serverEvents, `“${type}: …”`),
  ]);
  return { head: ['Event', 'Direction', 'Where it shows', 'Named by', 'Proof'], rows };
}

export function clientEventTable(): CoverageTable {
  const ways: Readonly<Record<string, readonly { readonly way: string }[]>> = clientWays;
  const rows = Object.keys(clientEvents).map((type) => [
    `\`${type}\``,
    '→',
    [...(ways[type] ?? []), { way: '`/send`' }].map(({ way }) => way).join('; '),
    seedsOfEvent(type),
    proofOf(proofs.clientEvents, `“${type}: …”`),
  ]);
  return { head: ['Event', 'Direction', 'What sends it', 'Named by', 'Proof'], rows };
}

/** A row for each option: the values that a union or a list of names can take are in one row. */
function optionTable(
  samples: readonly OptionSample[],
  proof: Proof,
  reached: (samples: readonly OptionSample[]) => readonly string[],
): CoverageTable {
  const paths = [...new Set(samples.map(({ path }) => path))];
  const rows = paths.map((path) => {
    const own = samples.filter((sample) => sample.path === path);
    return [
      `\`${path}\``,
      [...new Set(own.map(({ takes }) => takes))].join('; '),
      reached(own).join(', '),
      seedsOfOption(own[0]?.members ?? []),
      proofOf(proof, `“${path} = …”`),
    ];
  });
  return { head: ['Option', 'Takes', 'Reached by', 'Named by', 'Proof'], rows };
}

export function sessionOptionTable(): CoverageTable {
  return optionTable(optionSamples('RequestSession'), proofs.sessionOptions, waysTo);
}

/** Options of a response that hold whole items or tools have one row: their parts stand elsewhere. */
const withParts =
  /^(append_input_items|input_items|input|tools|voice|interim_response|animation)\b/;

/** The options of a response with the rows that they belong to. */
export function responseOptions(): readonly OptionSample[] {
  return optionSamples('ResponseCreateParams').map((sample) => {
    const [option] = withParts.exec(sample.path) ?? [];
    return option === undefined
      ? sample
      : {
          ...sample,
          path: option,
          takes: 'as the session takes it, or items',
          members: sample.members.slice(0, 1),
        };
  });
}

export function responseOptionTable(): CoverageTable {
  return optionTable(responseOptions(), proofs.responseOptions, () => ['`/send`']);
}
