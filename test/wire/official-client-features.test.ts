import { describe, expect, it } from 'vitest';
import type { ServerOptions } from '../../src/emulator/server.js';
import { closeEmulatorsAfterEach, scriptedEars } from '../helpers/emulator-rig.js';
import { everything, sdpOffer } from '../helpers/emulator-tour.js';
import {
  askOfficial as ask,
  connectOfficial,
  useOfficialClient,
} from '../helpers/official-client.js';

closeEmulatorsAfterEach();
useOfficialClient();

async function connect(model: string, options: Partial<ServerOptions> = {}) {
  return connectOfficial(model, { scenario: everything(), ...options });
}

const tone = new Uint8Array(
  Int16Array.from({ length: 24_000 }, (_, index) => 9000 * Math.sin(index / 9)).buffer,
);
const silence = new Uint8Array(36_000);

describe.each(['gpt-realtime', 'gpt-4.1'])('the official client: %s', (model) => {
  it('speaks under azure_semantic_vad, with end of utterance detection where it has text', async () => {
    const { session, errors, all } = await connect(model, { ears: scriptedEars('say something') });
    await session.updateSession({
      turnDetection: {
        type: 'azure_semantic_vad',
        silenceDurationInMs: 300,
        ...(model === 'gpt-4.1'
          ? { endOfUtteranceDetection: { model: 'semantic_detection_v1', timeoutInMs: 200 } }
          : {}),
      },
      inputAudioTranscription: { model: 'azure-speech' },
    });
    await session.sendAudio(tone);
    await session.sendAudio(silence);
    await expect.poll(() => all('response.done')).toHaveLength(1);
    expect(all('input_audio_buffer.speech_stopped')).toHaveLength(1);
    expect(all('conversation.item.input_audio_transcription.completed')[0]?.transcript).toBe(
      'Say something',
    );
    expect(errors).toEqual([]);
  });

  it('pushes to talk', async () => {
    const { session, errors, all } = await connect(model, { ears: scriptedEars('say something') });
    await session.updateSession({ turnDetection: { type: 'none' } });
    await session.sendAudio(tone);
    await session.sendEvent({ type: 'input_audio_buffer.commit' });
    await expect.poll(() => all('conversation.item.created')).toHaveLength(1);
    expect(all('response.created')).toHaveLength(0);
    await session.sendEvent({ type: 'response.create' });
    await expect.poll(() => all('response.done')).toHaveLength(1);
    expect(all('response.audio_transcript.done')[0]?.transcript).toMatch(/^Here is a sentence/);
    expect(errors).toEqual([]);
  });

  it('interrupts by speaking', async () => {
    const { session, errors, all } = await connectOfficial(model, { latency: 'recorded' });
    await session.updateSession({ turnDetection: { type: 'server_vad', autoTruncate: true } });
    await ask(session, 'count');
    await expect.poll(() => all('response.audio.delta').length).toBeGreaterThan(2);
    await session.sendAudio(tone);
    await expect.poll(() => all('conversation.item.truncated')).toHaveLength(1);
    expect(all('response.done')[0]?.response.status).toBe('cancelled');
    expect(all('response.done')[0]?.response.statusDetails).toMatchObject({
      type: 'cancelled',
      reason: 'turn_detected',
    });
    expect(errors).toEqual([]);
  });

  it.each([true, false])('uses an MCP server, approved: %s', async (approve) => {
    const { session, errors, all } = await connect(model);
    await session.updateSession({
      modalities: ['text'],
      tools: [{ type: 'mcp', serverLabel: 'library', serverUrl: 'http://127.0.0.1:1/mcp' }],
    });
    await expect.poll(() => all('mcp_list_tools.completed')).toHaveLength(1);
    await ask(session, 'find a book');
    await expect.poll(() => all('response.done')).toHaveLength(1);
    const request = all('conversation.item.created').find(
      ({ item }) => item?.type === 'mcp_approval_request',
    );
    await session.addConversationItem({
      type: 'mcp_approval_response',
      approvalRequestId: request?.item?.id ?? '',
      approve,
    });
    const outcome = approve ? 'response.mcp_call.completed' : 'response.mcp_call.failed';
    await expect.poll(() => all(outcome)).toHaveLength(1);
    await session.sendEvent({ type: 'response.create' });
    await expect.poll(() => all('response.done')).toHaveLength(2);
    expect(all('response.text.done')[0]?.text).toBe(
      approve ? 'The library says: Dune is on shelf seven.' : 'No book: The call was not approved.',
    );
    expect(errors).toEqual([]);
  });

  it('connects to an avatar', async () => {
    const { session, errors, all } = await connect(model);
    await session.updateSession({ avatar: { character: 'lisa', customized: false } });
    await expect.poll(() => all('session.updated')).toHaveLength(1);
    expect(all('session.updated')[0]?.session.avatar?.iceServers).toHaveLength(1);
    await session.sendEvent({ type: 'session.avatar.connect', clientSdp: sdpOffer });
    await expect.poll(() => all('session.avatar.connecting')).toHaveLength(1);
    await ask(session, 'say something');
    await expect.poll(() => all('session.avatar.switch_to_idle')).toHaveLength(1);
    expect(all('session.avatar.switch_to_speaking')).toHaveLength(1);
    expect(errors).toEqual([]);
  });

  it('is told of transcriptions that fail, warnings, searches and errors, and goes on', async () => {
    const { session, all } = await connect(model, { ears: scriptedEars('mumble please') });
    await session.updateSession({
      turnDetection: { type: 'server_vad', silenceDurationInMs: 300 },
      inputAudioTranscription: { model: 'azure-speech' },
    });
    await session.sendAudio(tone);
    await session.sendAudio(silence);
    await expect.poll(() => all('response.done')).toHaveLength(1);
    expect(all('conversation.item.input_audio_transcription.failed')[0]?.error.message).toBe(
      'The speech could not be transcribed.',
    );
    for (const [index, phrase] of ['warn me', 'search the web', 'make an error'].entries()) {
      await ask(session, phrase);
      await expect.poll(() => all('response.done')).toHaveLength(index + 2);
    }
    expect(all('warning')[0]?.warning.message).toBe('This is a warning.');
    expect(all('response.web_search_call.completed')).toHaveLength(1);
    expect(all('error')[0]?.error.code).toBe('scenario_error');
    await session.sendEvent({ type: 'input_audio_buffer.clear' });
    await session.sendEvent({ type: 'input_audio_buffer.commit' });
    await expect
      .poll(() => all('error').at(-1)?.error.code)
      .toBe('input_audio_buffer_commit_empty');
    await ask(session, 'say something');
    await expect.poll(() => all('response.done')).toHaveLength(5);
  });
});
