import type { PulseConnection } from './connection.js';
import { noIndex, opcodes } from './protocol.js';
import type { SampleSpec, TagReader } from './tag-reader.js';
import { TagWriter } from './tag-writer.js';

/** A sink or a source. */
export interface PulseDevice {
  readonly name: string;
  /** For people. */
  readonly description: string;
  readonly spec: SampleSpec;
  readonly isMonitor: boolean;
}

/** What the server offers. */
export interface PulseDevices {
  readonly sinks: readonly PulseDevice[];
  readonly sources: readonly PulseDevice[];
  readonly defaultSink: string | undefined;
  readonly defaultSource: string | undefined;
}

/** A playback stream of any client. */
export interface PulseSinkInput {
  readonly index: number;
  readonly isMuted: boolean;
  /** From the end of what the client has sent to the ear; undefined where the server does not say (PipeWire's). */
  readonly heldMs: number | undefined;
  readonly properties: ReadonlyMap<string, string>;
}

/** Lists sinks and sources. @throws PulseError */
export async function listPulseDevices(connection: PulseConnection): Promise<PulseDevices> {
  const [server, sinks, sources] = await Promise.all([
    connection.command(opcodes.getServerInfo),
    connection.command(opcodes.getSinkInfoList),
    connection.command(opcodes.getSourceInfoList),
  ]);
  for (let n = 0; n < 4; n += 1) server.text(); // package, version, user, host
  server.sampleSpec();
  return {
    defaultSink: server.text(),
    defaultSource: server.text(),
    sinks: listOf(sinks, (reader) => readDevice(reader, false)),
    sources: listOf(sources, (reader) => readDevice(reader, true)),
  };
}

/** Lists the playback streams of all clients. @throws PulseError */
export async function listSinkInputs(
  connection: PulseConnection,
): Promise<readonly PulseSinkInput[]> {
  return listOf(await connection.command(opcodes.getSinkInputInfoList), readSinkInput);
}

/** A playback stream as it is now. @throws PulseError */
export async function getSinkInput(
  connection: PulseConnection,
  index: number,
): Promise<PulseSinkInput> {
  const body = new TagWriter().u32(index);
  return readSinkInput(await connection.command(opcodes.getSinkInputInfo, body));
}

/** Silences any playback stream at once, also one of another client, or lets it sound again. @throws PulseError */
export async function muteSinkInput(
  connection: PulseConnection,
  index: number,
  isMuted: boolean,
): Promise<void> {
  await connection.command(opcodes.setSinkInputMute, new TagWriter().u32(index).boolean(isMuted));
}

function listOf<T>(reader: TagReader, read: (reader: TagReader) => T): readonly T[] {
  const entries: T[] = [];
  while (!reader.atEnd) entries.push(read(reader));
  return entries;
}

/** Sinks and sources look the same; what links one to its monitor differs in meaning only. */
function readDevice(reader: TagReader, isSource: boolean): PulseDevice {
  reader.u32(); // index
  const name = reader.text() ?? '';
  const description = reader.text() ?? name;
  const spec = reader.sampleSpec();
  reader.skipChannelMap();
  reader.u32(); // module
  reader.skipVolume();
  reader.boolean(); // muted
  const linked = reader.u32(); // of a sink: its monitor; of a source: what it monitors
  reader.text();
  reader.usec(); // latency
  reader.text(); // driver
  reader.u32(); // flags
  reader.properties();
  reader.usec(); // configured latency
  return { name, description, spec, isMonitor: isSource && linked !== noIndex };
}

function readSinkInput(reader: TagReader): PulseSinkInput {
  const index = reader.u32();
  reader.text(); // name
  for (let n = 0; n < 3; n += 1) reader.u32(); // module, client, sink
  reader.sampleSpec();
  reader.skipChannelMap();
  reader.skipVolume();
  const heldUs = reader.usec() + reader.usec(); // in its buffer and in the sink
  reader.text(); // resampler
  reader.text(); // driver
  const isMuted = reader.boolean();
  const heldMs = heldUs === 0 ? undefined : heldUs / 1000;
  return { index, isMuted, heldMs, properties: reader.properties() };
}
