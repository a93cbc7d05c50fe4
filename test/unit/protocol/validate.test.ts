import { describe, expect, it } from 'vitest';
import type { ShapeName } from '../../../src/protocol/generated/types.js';
import { checkClientEvent } from '../../../src/protocol/parse.js';
import { formatProblem, maxProblems } from '../../../src/validation/problem.js';
import { validate } from '../../../src/protocol/validate.js';

/** A value of each member of each union. */
const members: readonly (readonly [ShapeName, object | string])[] = [
  ['TurnDetection', { type: 'server_vad', idle_timeout_ms: 5000 }],
  ['TurnDetection', { type: 'semantic_vad', eagerness: 'low' }],
  ['TurnDetection', { type: 'azure_semantic_vad', languages: ['en'] }],
  ['TurnDetection', { type: 'azure_semantic_vad_en', remove_filler_words: true }],
  ['TurnDetection', { type: 'azure_semantic_vad_multilingual', languages: ['en', 'fr'] }],
  ['EouDetection', { model: 'semantic_detection_v1', timeout_ms: 500 }],
  ['EouDetection', { model: 'semantic_detection_v1_en', threshold_level: 'low' }],
  ['EouDetection', { model: 'semantic_detection_v1_multilingual', threshold: 0.1 }],
  ['Voice', 'alloy'],
  ['Voice', { type: 'openai', name: 'marin' }],
  ['Voice', { type: 'azure-standard', name: 'en-US-AvaNeural', rate: '1.2' }],
  ['Voice', { type: 'azure-custom', name: 'mine', endpoint_id: 'e' }],
  ['Voice', { type: 'azure-personal', name: 'mine', model: 'DragonLatestNeural' }],
  ['Voice', { type: 'avatar-voice-sync', model: 'PhoenixV2Neural' }],
  ['Voice', { type: 'azure-realtime-native', name: 'ava' }],
  ['Tool', { type: 'function', name: 'f', parameters: { type: 'object', default: null } }],
  ['Tool', { type: 'mcp', server_label: 'a', server_url: 'u', require_approval: 'never' }],
  [
    'Tool',
    { type: 'mcp', server_label: 'a', server_url: 'u', require_approval: { always: ['x'] } },
  ],
  ['Tool', { type: 'foundry_agent', agent_name: 'a', project_name: 'p' }],
  ['ToolChoice', 'required'],
  ['ToolChoice', { type: 'function', name: 'f' }],
  ['InterimResponseConfig', { type: 'static_interim_response', texts: ['one moment'] }],
  ['InterimResponseConfig', { type: 'llm_interim_response', max_completion_tokens: 20 }],
  ['ConversationRequestItem', message('system', { type: 'input_text', text: 'a' })],
  ['ConversationRequestItem', message('user', { type: 'input_audio', audio: 'AAAA' })],
  ['ConversationRequestItem', message('user', { type: 'input_image', image_url: 'data:,' })],
  ['ConversationRequestItem', message('assistant', { type: 'text', text: 'a' })],
  ['ConversationRequestItem', message('assistant', { type: 'output_text', text: 'a' })],
  ['ConversationRequestItem', { type: 'function_call', name: 'f', call_id: 'c', arguments: '{}' }],
  ['ConversationRequestItem', { type: 'function_call_output', call_id: 'c', output: '' }],
  [
    'ConversationRequestItem',
    { type: 'mcp_approval_response', approval_request_id: 'r', approve: false },
  ],
  ['ResponseItem', { type: 'mcp_call', server_label: 's', name: 'n', arguments: '{}' }],
  ['ResponseItem', { type: 'mcp_list_tools', server_label: 's' }],
  ['ResponseItem', { type: 'file_search_call', status: 'searching', queries: ['q'] }],
  ['ResponseItem', { type: 'foundry_agent_call', name: 'n', output: 'o' }],
  ['ContentPart', { type: 'audio', transcript: 'a' }],
  ['ContentPart', { type: 'input_audio', transcript: 'a' }],
  ['ResponseStatusDetails', { type: 'cancelled', reason: 'turn_detected' }],
  ['ResponseStatusDetails', { type: 'incomplete', reason: 'content_filter' }],
  ['ResponseStatusDetails', { type: 'failed', error: { message: 'm' } }],
  ['RequestSession', { max_response_output_tokens: 'inf' }],
  ['RequestSession', { max_response_output_tokens: 400, turn_detection: null }],
];

function message(role: string, part: object) {
  return { type: 'message', role, content: [part] };
}

function problemsOf(shape: ShapeName, value: unknown, mode: 'lenient' | 'strict' = 'strict') {
  return validate(shape, value, mode).map(formatProblem);
}

describe('unions', () => {
  it.each(members)('%s takes %j', (shape, value) => {
    expect(problemsOf(shape, value)).toEqual([]);
  });

  it('hold a value against the member that its discriminator names', () => {
    expect(problemsOf('TurnDetection', { type: 'server_vad', eagerness: 'low' })).toEqual([
      expect.stringMatching(
        /^eagerness: unknown key; expected one of ("\w+", ){3}… \(\d+ in all\)$/,
      ),
    ]);
    expect(problemsOf('ConversationRequestItem', { type: 'message', role: 'user' })).toEqual([
      'content: missing; expected an array',
    ]);
    expect(problemsOf('Voice', { type: 'azure-custom', name: 'mine' })).toEqual([
      'endpoint_id: missing; expected a non-empty string',
    ]);
  });

  it('need their discriminator', () => {
    expect(problemsOf('ToolChoice', { name: 'f' }, 'lenient')).toEqual([
      'type: missing; expected "function"',
    ]);
  });

  it('are not fooled by names that every JavaScript object has', () => {
    expect(problemsOf('Tool', { type: 'toString' })).toHaveLength(1);
    expect(problemsOf('RequestSession', { constructor: 1 })).toHaveLength(1);
    expect(problemsOf('ToolChoiceFunctionObject', { type: 'function' })).toEqual([
      'name: missing; expected a string',
    ]);
  });
});

describe('strict validation', () => {
  it('names the path, what was found and the nearest valid spelling', () => {
    const event = {
      type: 'session.update',
      session: { turn_detection: { type: 'azure_multilingual_semantic_vad' } },
    };
    expect(checkClientEvent(event)).toEqual([
      {
        kind: 'mismatch',
        steps: ['session', 'turn_detection', 'type'],
        path: 'session.turn_detection.type',
        found: '"azure_multilingual_semantic_vad"',
        expected:
          'one of "azure_semantic_vad", "azure_semantic_vad_en", "azure_semantic_vad_multilingual", "server_vad", "semantic_vad", "none", "None"',
        suggestion: 'azure_semantic_vad_multilingual',
      },
    ]);
  });

  it('suggests the event type and the key that were meant', () => {
    expect(checkClientEvent({ type: 'respones.create' })[0]?.suggestion).toBe('response.create');
    const [problem] = validate('RequestSession', { turnDetection: null }, 'strict');
    expect(problem).toMatchObject({ path: 'turnDetection', suggestion: 'turn_detection' });
    expect(problemsOf('RequestSession', { output_audio_format: 'pcm16-8000hz' })[0]).toMatch(
      /Did you mean "pcm16_8000hz"\?$/,
    );
  });

  it('finds a wrong element by its index', () => {
    expect(problemsOf('RequestSession', { modalities: ['text', 'sound'] })).toEqual([
      'modalities[1]: expected one of "text", "audio", "animation", "avatar"; found "sound"',
    ]);
  });

  it('checks limits of numbers and arrays', () => {
    expect(problemsOf('TurnDetection', { type: 'server_vad', threshold: 1.5 })).toEqual([
      'threshold: expected a number from 0 to 1; found 1.5',
    ]);
    expect(problemsOf('TurnDetection', { type: 'server_vad', silence_duration_ms: 0.5 })).toEqual([
      'silence_duration_ms: expected an integer; found 0.5',
    ]);
    expect(problemsOf('VideoCrop', { top_left: [0], bottom_right: [1, 1] })).toEqual([
      'top_left: expected an array of 2 items; found an array of 1',
    ]);
    expect(problemsOf('OpenAIVoice', { type: 'openai', name: '' })).toHaveLength(1);
  });

  it('leaves the temperature of a session to the service', () => {
    expect(problemsOf('RequestSession', { temperature: 1.9 })).toEqual([]);
  });

  it('takes null only for options that null switches off', () => {
    expect(problemsOf('RequestSession', { input_audio_noise_reduction: null })).toEqual([]);
    expect(problemsOf('RequestSession', { instructions: null })).toEqual([
      'instructions: expected a string; found null',
    ]);
  });

  it('ignores keys that are undefined, which JSON leaves out', () => {
    expect(
      checkClientEvent({ type: 'response.cancel', event_id: undefined, x: undefined }),
    ).toEqual([]);
  });

  it('takes any JSON as a tool’s schema', () => {
    const parameters = { type: 'object', anything: [null, { deep: true }] };
    expect(problemsOf('FunctionTool', { type: 'function', name: 'f', parameters })).toEqual([]);
  });
});

describe('lenient validation', () => {
  it('lets unknown keys, enum values, members and limits pass', () => {
    const session = {
      modalities: ['smell'],
      turn_detection: { type: 'telepathy', depth: 3 },
      voice: { type: 'openai', name: 'new', tempo: 2 },
      new_key: true,
    };
    expect(problemsOf('ResponseSession', session, 'lenient')).toEqual([]);
  });

  it('reads null as absent, except in arrays', () => {
    expect(problemsOf('ResponseSession', { id: null, metadata: { a: null } }, 'lenient')).toEqual(
      [],
    );
    expect(problemsOf('ServerEventErrorDetails', { message: null }, 'lenient')).toEqual([
      'message: expected a string; found null',
    ]);
    expect(problemsOf('ResponseSession', { modalities: [null] }, 'lenient')).toHaveLength(1);
  });

  it('still refuses the wrong JSON type and numbers that are none', () => {
    expect(problemsOf('TokenUsage', { total_tokens: '7' }, 'lenient')).toContain(
      'total_tokens: expected an integer; found "7"',
    );
    expect(problemsOf('RateLimit', { limit: Number.POSITIVE_INFINITY }, 'lenient')).toHaveLength(1);
  });
});

describe('problems', () => {
  it('are few and short however bad the value is', () => {
    const session = { modalities: Array.from({ length: 100_000 }, () => 'x'.repeat(500)) };
    const problems = validate('RequestSession', session, 'strict');
    expect(problems).toHaveLength(maxProblems);
    expect(Math.max(...problems.map((problem) => problem.found.length))).toBeLessThanOrEqual(60);
  });

  it('carry nothing that steers a terminal', () => {
    const evil = '\u001b]0;owned\u0007\u202e\u009b2J';
    const problems = [
      ...validate('RequestSession', { modalities: [evil], [evil]: 1 }, 'strict'),
      ...validate('RequestSession', { metadata: { [evil]: 1 } }, 'lenient'),
    ];
    expect(problems).toHaveLength(3);
    expect(problems.map(formatProblem).join('')).not.toMatch(/[\p{Cc}\p{Cf}]/u);
  });

  it('do not quote text that stands in the place of an object, which may be a secret', () => {
    const tool = { type: 'mcp', server_label: 'a', server_url: 'u', headers: 'Bearer secret' };
    expect(problemsOf('Tool', tool)).toEqual(['headers: expected an object; found a string']);
  });
});
