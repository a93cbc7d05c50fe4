import { describe, expect, it } from 'vitest';
import { checkRequestSession } from '../../../src/protocol/limits.js';
import { oldNames } from '../../../src/protocol/old-names.js';
import { checkClientEvent } from '../../../src/protocol/parse.js';

const mcp = { type: 'mcp', server_label: 'files', server_url: 'https://example.com' };
const personal = { type: 'azure-personal', name: 'me', model: 'DragonLatestNeural' };
const detection = { type: 'azure_semantic_vad_en', eou_detection: { threshold_level: 'low' } };
const avatar = { character: 'lisa', customized: false };

function itemWith(part: object): unknown {
  const item = { type: 'message', role: 'user', content: [part] };
  return { type: 'conversation.item.create', item };
}

/** A session, or an event, that has the name. */
const examples: Readonly<Record<string, unknown>> = {
  'turn_detection.eou_detection': { turn_detection: detection },
  'voice(azure-personal).speaker_profile_id': { voice: { ...personal, speaker_profile_id: 'x' } },
  'output_audio_format = pcm16-8000hz': { output_audio_format: 'pcm16-8000hz' },
  'output_audio_format = pcm16-16000hz': { output_audio_format: 'pcm16-16000hz' },
  'tools[].type = url': { tools: [{ ...mcp, type: 'url' }] },
  'tools[](mcp).url': { tools: [{ ...mcp, url: 'https://example.com' }] },
  'tools[](mcp).name': { tools: [{ ...mcp, name: 'files' }] },
  'tools[](mcp).tool_configuration': { tools: [{ ...mcp, tool_configuration: {} }] },
  'avatar.background': { avatar: { ...avatar, background: { color: '#fff' } } },
  'avatar.video_params': { avatar: { ...avatar, video_params: {} } },
  'content[](input_image).url': itemWith({ type: 'input_image', url: 'https://example.com/a' }),
  'content[](input_image).base64': itemWith({ type: 'input_image', base64: 'AAAA' }),
  'content[].type = audio': itemWith({ type: 'audio', audio: 'AAAA' }),
};

describe('names that the service does not take', () => {
  it.each(oldNames.map(({ name, instead }) => [name, instead] as const))(
    '%s leads to %s',
    (name, instead) => {
      const example = examples[name];
      const problems = JSON.stringify(example).includes('conversation.item')
        ? checkClientEvent(example)
        : checkRequestSession(example);
      expect(problems.map(({ suggestion }) => suggestion)).toContain(instead);
    },
  );
});
