import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { PulseConnection } from '../../../../src/audio/pulse/connection.js';
import { listPulseDevices } from '../../../../src/audio/pulse/introspection.js';
import { encodePacket, PacketSplitter } from '../../../../src/audio/pulse/packet.js';
import { commandChannel, opcodes, PulseError } from '../../../../src/audio/pulse/protocol.js';
import { RecordStream } from '../../../../src/audio/pulse/record-stream.js';
import { TagReader } from '../../../../src/audio/pulse/tag-reader.js';
import { TagWriter } from '../../../../src/audio/pulse/tag-writer.js';

let server: Server | undefined;
let folder: string | undefined;
const sockets: Socket[] = [];

afterEach(() => {
  for (const socket of sockets.splice(0)) socket.destroy();
  server?.close();
  if (folder !== undefined) rmSync(folder, { recursive: true });
  folder = undefined;
});

type Answer = (opcode: number, tag: number, socket: Socket) => void;

function reply(socket: Socket, tag: number, body = new TagWriter()): void {
  const head = new TagWriter().u32(opcodes.reply).u32(tag).bytes;
  socket.write(encodePacket(commandChannel, Buffer.concat([head, body.bytes])));
}

/** A server that lets clients in and answers everything else as the test says. */
async function serve(answer: Answer, version = 35): Promise<{ PULSE_SERVER: string }> {
  folder = mkdtempSync(join(tmpdir(), 'voicelive-pulse-'));
  const path = join(folder, 'socket');
  server = createServer((socket) => {
    sockets.push(socket);
    socket.on('error', () => undefined);
    const splitter = new PacketSplitter();
    socket.on('data', (chunk) => {
      for (const { channel, body } of splitter.push(chunk)) {
        if (channel !== commandChannel) continue;
        const reader = new TagReader(body);
        const [opcode, tag] = [reader.u32(), reader.u32()];
        if (opcode === opcodes.auth) reply(socket, tag, new TagWriter().u32(version));
        else if (opcode === opcodes.setClientName) reply(socket, tag, new TagWriter().u32(1));
        else answer(opcode, tag, socket);
      }
    });
  });
  const listening = server;
  await new Promise<void>((resolve) => {
    listening.listen(path, resolve);
  });
  return { PULSE_SERVER: `unix:${path}` };
}

const refusal = (tag: number, code: number): Buffer =>
  encodePacket(commandChannel, new TagWriter().u32(opcodes.error).u32(tag).u32(code).bytes);

describe('a connection to the sound server', () => {
  it('passes on why a command was refused, and goes on', async () => {
    const env = await serve((opcode, tag, socket) => {
      if (opcode === opcodes.subscribe) reply(socket, tag);
      else socket.write(refusal(tag, 5));
    });
    const connection = await PulseConnection.open('test', env);
    await expect(connection.command(opcodes.getServerInfo)).rejects.toThrow('no such entity');
    await connection.subscribe(1, () => undefined);
    connection.close();
  });

  it('reports what a subscription says', async () => {
    const changes: number[] = [];
    const env = await serve((_, tag, socket) => {
      const event = new TagWriter()
        .u32(opcodes.subscribeEvent)
        .u32(commandChannel)
        .u32(0x12)
        .u32(9);
      reply(socket, tag);
      socket.write(encodePacket(commandChannel, event.bytes));
    });
    const connection = await PulseConnection.open('test', env);
    await connection.subscribe(4, (facility) => changes.push(facility));
    await expect.poll(() => changes).toEqual([2]);
    connection.close();
  });

  it('fails every open command and stream when the server goes away', async () => {
    const ends: string[] = [];
    const env = await serve((_, __, socket) => socket.destroy());
    const connection = await PulseConnection.open('test', env);
    connection.attach('playback', 0, { ended: ({ message }) => ends.push(message) });
    await expect(connection.command(opcodes.getServerInfo)).rejects.toThrow(PulseError);
    await expect(connection.command(opcodes.getServerInfo)).rejects.toThrow(PulseError);
    expect(ends).toHaveLength(1);
  });

  it('is refused to a server that is too old, and to none', async () => {
    await expect(PulseConnection.open('test', await serve(() => undefined, 12))).rejects.toThrow(
      'too old',
    );
    await expect(
      PulseConnection.open('test', { PULSE_SERVER: 'unix:/nowhere/at/all' }),
    ).rejects.toThrow('no sound server answers');
  });

  it('does not read without end when nobody takes the sound of a stream', async () => {
    const env = await serve((opcode, tag, socket) => {
      const body = new TagWriter().u32(3).u32(0).u32(0).u32(0).mono(8000).u32(0).text('mic');
      if (opcode === opcodes.subscribe) {
        for (let n = 0; n < 10; n += 1) socket.write(encodePacket(3, Buffer.alloc(16_000)));
      }
      reply(socket, tag, opcode === opcodes.subscribe ? new TagWriter() : body);
    });
    const connection = await PulseConnection.open('test', env);
    const options = { name: 'test', rateHz: 8000, fragmentMs: 20 };
    const stream = await RecordStream.open(connection, options);
    expect(stream.deviceName).toBe('mic');
    await connection.subscribe(1, () => undefined);
    expect(await stream.read()).toHaveLength(64_000);
    await expect(stream.read()).rejects.toThrow('not read');
    connection.close();
  });

  it('survives any answer with a list or an error of its own', async () => {
    let answer: Uint8Array = new Uint8Array(0);
    const env = await serve((_, tag, socket) => {
      const head = new TagWriter().u32(opcodes.reply).u32(tag).bytes;
      socket.write(encodePacket(commandChannel, Buffer.concat([head, answer])));
    });
    const tagged = fc
      .array(fc.oneof(fc.constantFrom(...Buffer.from('LRrUB10tNxPamvT\0\0')), fc.nat(255)))
      .map((bytes) => Uint8Array.from(bytes));
    let connection = await PulseConnection.open('test', env);
    await fc.assert(
      fc.asyncProperty(tagged, async (bytes) => {
        answer = bytes;
        try {
          await listPulseDevices(connection);
        } catch (error) {
          expect(error).toBeInstanceOf(PulseError);
        }
      }),
      { numRuns: 300 },
    );
    // Raw bytes in place of packets end the connection, and nothing else.
    sockets.at(-1)?.write(Buffer.alloc(64, 0xff));
    await expect(connection.command(opcodes.getServerInfo)).rejects.toThrow(PulseError);
    connection = await PulseConnection.open('test', env);
    connection.close();
  });
});
