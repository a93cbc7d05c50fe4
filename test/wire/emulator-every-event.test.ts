import { describe, expect, it } from 'vitest';
import { textValue } from '../../src/emulator/kernel/text-value.js';
import { tagsOf } from '../../src/protocol/validate.js';
import type { JsonObject } from '../../src/shared/json.js';
import { tour } from '../helpers/emulator-tour.js';
import { closeEmulatorsAfterEach } from '../helpers/emulator-rig.js';

closeEmulatorsAfterEach();

const models = ['gpt-realtime', 'gpt-4.1'];

function typesIn(events: readonly JsonObject[]): ReadonlySet<string> {
  return new Set(events.map((event) => textValue(event['type'])));
}

interface OfficialModels {
  readonly serverEventUnionDeserializer: (event: unknown) => unknown;
  readonly KnownServerEventType: Readonly<Record<string, string>>;
}

function isOfficial(value: object): value is OfficialModels {
  return 'serverEventUnionDeserializer' in value && 'KnownServerEventType' in value;
}

/** The package does not export its deserializer. */
async function official(): Promise<OfficialModels> {
  const path = '../../node_modules/@azure/ai-voicelive/dist/esm/models/models.js';
  const loaded: unknown = await import(new URL(path, import.meta.url).href);
  if (typeof loaded === 'object' && loaded !== null && isOfficial(loaded)) return loaded;
  throw new Error('the official client has changed');
}

/** Types that JS SDK 1.1.0 lacks: documented elsewhere, or seen on the wire only. */
const lackingInSdk = [
  'conversation.item.done',
  'output_audio_buffer.started',
  'output_audio_buffer.stopped',
  'rate_limits.updated',
  'response.foundry_agent_call.completed',
  'response.foundry_agent_call.failed',
  'response.foundry_agent_call.in_progress',
  'response.foundry_agent_call_arguments.delta',
  'response.foundry_agent_call_arguments.done',
  'rtc.call.error',
  'rtc.call.sdp.created',
];

describe('a tour of the scenario "everything"', () => {
  it('shows every server event of the API description and its corrections', async () => {
    const seen = new Set<string>();
    for (const model of models) for (const type of typesIn(await tour(model))) seen.add(type);
    expect([...tagsOf('ServerEvent')].filter((type) => !seen.has(type))).toEqual([]);
  });

  it.each(models)('is read by the deserializer of the official client: %s', async (model) => {
    const { serverEventUnionDeserializer, KnownServerEventType } = await official();
    const events = await tour(model);
    for (const event of events) {
      expect(() => serverEventUnionDeserializer(event), JSON.stringify(event)).not.toThrow();
    }
    const known = new Set(Object.values(KnownServerEventType));
    const unknown = [...typesIn(events)].filter((type) => !known.has(type));
    expect(unknown.filter((type) => !lackingInSdk.includes(type))).toEqual([]);
  });

  it.each(models)('is the same byte for byte under the same seed: %s', async (model) => {
    const [one, two] = [await tour(model), await tour(model)];
    expect(one.map((event) => JSON.stringify(event))).toEqual(
      two.map((event) => JSON.stringify(event)),
    );
  });
});
