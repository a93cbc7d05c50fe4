import { describe, expect, it } from 'vitest';
import { decodeBase64 } from '../../src/audio/pure/pcm.js';
import { textValue } from '../../src/emulator/kernel/text-value.js';
import type { JsonObject } from '../../src/shared/json.js';
import { field, openClient, sayInText, type TestClient } from '../helpers/emulator-client.js';
import { closeEmulatorsAfterEach, runEmulator } from '../helpers/emulator-rig.js';
import { sdpOffer } from '../helpers/emulator-tour.js';

closeEmulatorsAfterEach();

async function clientWith(session: JsonObject): Promise<TestClient> {
  const client = await openClient(await runEmulator(), { model: 'gpt-4.1' });
  client.send({ type: 'session.update', session });
  await client.next('session.updated');
  return client;
}

function eventsOf(client: TestClient, type: string): readonly JsonObject[] {
  return client.events.filter((event) => event['type'] === type);
}

const avatar = { character: 'lisa', style: 'casual', customized: false };

describe('an avatar', () => {
  it('comes with ice servers, answers an offer in its own form, and speaks', async () => {
    const client = await clientWith({ avatar });
    const updated = eventsOf(client, 'session.updated')[0];
    expect(field(updated, 'session', 'avatar')).toMatchObject({
      character: 'lisa',
      output_protocol: 'webrtc',
      ice_servers: [{ urls: ['stun:127.0.0.1:3478'] }],
    });
    const offer = JSON.stringify({ type: 'offer', sdp: sdpOffer });
    const wrapped = Buffer.from(offer).toString('base64');
    client.send({ type: 'session.avatar.connect', client_sdp: wrapped });
    const connecting = await client.next('session.avatar.connecting');
    const answer = Buffer.from(textValue(connecting['server_sdp']), 'base64').toString('utf8');
    expect(JSON.parse(answer)).toMatchObject({ type: 'answer' });
    expect(answer).toContain('m=audio 0 UDP');
    sayInText(client, 'what time is it');
    const speaking = await client.next('session.avatar.switch_to_speaking');
    const idle = await client.next('session.avatar.switch_to_idle');
    expect(idle['turn_id']).toBe(speaking['turn_id']);
    expect(eventsOf(client, 'response.done')).toHaveLength(1);
  });

  it('over the WebSocket sends video along with the sound', async () => {
    const client = await clientWith({ avatar: { ...avatar, output_protocol: 'websocket' } });
    sayInText(client, 'what time is it');
    await client.next('response.done');
    const video = eventsOf(client, 'response.video.delta');
    expect(video.length).toBe(eventsOf(client, 'response.audio.delta').length);
    const bytes = Buffer.from(textValue(video[0]?.['delta']), 'base64');
    expect(bytes.subarray(0, 6)).toEqual(Buffer.from([0, 0, 0, 1, 9, 0x10]));
  });

  it('is needed to connect to one, and fixes the voice', async () => {
    const client = await clientWith({});
    client.send({ type: 'session.avatar.connect', client_sdp: sdpOffer });
    expect(field(await client.next('error'), 'error', 'code')).toBe('avatar_not_configured');
    client.send({ type: 'session.update', session: { avatar } });
    client.send({ type: 'session.update', session: { voice: 'en-US-JennyNeural' } });
    expect(field(await client.next('error'), 'error', 'message')).toBe(
      'Cannot update voice when avatar is configured',
    );
    client.send({ type: 'session.avatar.connect', client_sdp: 'nonsense' });
    expect(field(await client.next('error'), 'error', 'code')).toBe('invalid_sdp');
  });
});

describe('a call over WebRTC', () => {
  it('is answered, and says when its sound starts and stops', async () => {
    const client = await clientWith({});
    const session = { instructions: 'Be brief.' };
    client.send({ type: 'rtc.call.sdp.create', sdp_offer: sdpOffer, session });
    expect(field(await client.next('session.updated'), 'session', 'instructions')).toBe(
      'Be brief.',
    );
    const created = await client.next('rtc.call.sdp.created');
    expect(created['sdp_answer']).toMatch(/^v=0\r\n/);
    sayInText(client, 'count');
    const started = await client.next('output_audio_buffer.started');
    client.send({ type: 'output_audio_buffer.clear' });
    const stopped = await client.next('output_audio_buffer.stopped');
    await client.next('output_audio_buffer.cleared');
    expect(stopped['response_id']).toBe(started['response_id']);
  });

  it('that offers nothing fails', async () => {
    const client = await clientWith({});
    client.send({ type: 'rtc.call.sdp.create', sdp_offer: 'nonsense' });
    expect(await client.next('rtc.call.error')).toMatchObject({
      operation: 'sdp.create',
      error: { code: 'invalid_sdp_offer' },
    });
  });
});

describe('what is timed along the sound', () => {
  it('are the words, in order and inside the sound', async () => {
    const client = await clientWith({ output_audio_timestamp_types: ['word'] });
    sayInText(client, 'what time is it');
    await client.next('response.done');
    const words = eventsOf(client, 'response.audio_timestamp.delta');
    expect(words.map(({ text }) => textValue(text).toLowerCase().replace('.', ''))).toEqual(
      'it is ten forty five'.split(' '),
    );
    const sound = eventsOf(client, 'response.audio.delta').reduce(
      (sum, { delta }) => sum + decodeBase64(textValue(delta)).length,
      0,
    );
    const ends = words.map((word) => Number(word['audio_offset_ms']));
    expect([...ends].sort((a, b) => a - b)).toEqual(ends);
    expect(Math.max(...ends)).toBeLessThan(sound / 24);
    expect(eventsOf(client, 'response.animation_viseme.done')).toHaveLength(0);
  });

  it('are mouth shapes, and 60 frames a second of 55 blend shapes', async () => {
    const animation = { outputs: ['viseme_id', 'blendshapes'] };
    const client = await clientWith({ animation });
    sayInText(client, 'what time is it');
    await client.next('response.done');
    const visemes = eventsOf(client, 'response.animation_viseme.delta');
    expect(visemes.length).toBeGreaterThan(10);
    for (const { viseme_id: id } of visemes) expect(Number(id)).toBeLessThan(22);
    const sound = eventsOf(client, 'response.audio.delta').reduce(
      (sum, { delta }) => sum + decodeBase64(textValue(delta)).length,
      0,
    );
    let frames = 0;
    for (const event of eventsOf(client, 'response.animation_blendshapes.delta')) {
      expect(event['frame_index']).toBe(frames);
      const list = event['frames'];
      if (!Array.isArray(list)) throw new Error('frames are a list');
      frames += list.length;
      expect(field(event, 'frames', '0')).toHaveLength(55);
    }
    expect(frames).toBe(Math.ceil((sound / 24_000) * 60));
  });
});
