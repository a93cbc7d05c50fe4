import { describe, expect, it } from 'vitest';
import { field, openClient, sayInText } from '../helpers/emulator-client.js';
import { bundledVoice, closeEmulatorsAfterEach, runEmulator } from '../helpers/emulator-rig.js';

closeEmulatorsAfterEach();

describe('an emulator with a fault', () => {
  it('tells the client and its log about a broken voice, and goes on', async () => {
    const log: string[] = [];
    const voice = bundledVoice();
    let broken = true;
    const emulator = await runEmulator({
      log: (line) => log.push(line),
      voice: {
        speakStream: (text, options) => {
          if (broken) throw new Error('the voice broke');
          return voice.speakStream(text, options);
        },
      },
    });
    const client = await openClient(emulator);
    sayInText(client, 'hello');
    expect(field(await client.next('error'), 'error', 'type')).toBe('server_error');
    expect(await client.next('response.done')).toMatchObject({ response: { status: 'failed' } });
    expect(log.join()).toContain('the voice broke');
    broken = false;
    sayInText(client, 'hello');
    expect(await client.next('response.done')).toMatchObject({ response: { status: 'completed' } });
  });

  it('takes speech for unknown when its ears fail', async () => {
    const log: string[] = [];
    const emulator = await runEmulator({
      log: (line) => log.push(line),
      ears: {
        available: true,
        prepare: () => undefined,
        recognise: () => Promise.reject(new Error('the ears broke')),
      },
    });
    const client = await openClient(emulator, { model: 'gpt-4.1' });
    client.send({ type: 'session.update', session: { turn_detection: null } });
    const audio = Buffer.alloc(48_000, 1).toString('base64');
    client.send({ type: 'input_audio_buffer.append', audio });
    client.send({ type: 'input_audio_buffer.commit' });
    client.send({ type: 'response.create' });
    const done = await client.next('response.done');
    expect(field(done, 'response', 'output', '0', 'content', '0', 'transcript')).toBe(
      "(I didn't catch that: 1.0 s of speech. Playing it back.)",
    );
    expect(log.join()).toContain('the ears broke');
  });

  it('survives clients that leave in the middle of a response', async () => {
    const emulator = await runEmulator({ latency: 'recorded' });
    for (const moment of ['response.created', 'response.audio.delta']) {
      const client = await openClient(emulator);
      sayInText(client, 'count');
      await client.next(moment);
      client.close();
      await client.closed();
    }
    const client = await openClient(emulator);
    sayInText(client, 'what time is it');
    expect(await client.next('response.done')).toMatchObject({ response: { status: 'completed' } });
  });
});
