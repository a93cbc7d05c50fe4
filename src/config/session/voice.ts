import type { Voice } from '../../protocol/generated/types.js';
import { isNativeVoice, openAiVoices, voiceNamed } from '../../protocol/voices.js';
import { formatProblem } from '../../validation/problem.js';
import { validate } from '../../protocol/validate.js';
import { messageOf } from '../../shared/errors.js';
import { nearest } from '../../shared/suggest.js';
import { badOption } from '../options/problems.js';

const expectedVoice =
  'the name of an OpenAI voice (alloy, marin, …), of an Azure voice (en-US-AvaNeural, …), or the voice as JSON';

/**
 * The voice that `--voice` means: an OpenAI or Azure voice by its name, or JSON as given.
 * @throws VoiceliveError exit code 2
 */
export function parseVoice(given: string, model: string, where: string): Voice {
  const text = given.trim();
  if (/^[{"[]/.test(text)) return parseJsonVoice(text, where);
  const isNative = isNativeVoice(text.toLowerCase());
  const voice = voiceNamed(text);
  if (voice !== undefined && (!isNative || model === 'azure-realtime')) return voice;
  throw badOption({
    code: 'voice-unknown',
    where,
    found: given,
    expected: isNative
      ? `a voice of ${model}: that name belongs to the model azure-realtime`
      : expectedVoice,
    suggestion: nearest(text, [...openAiVoices, 'en-US-AvaNeural', 'en-US-AvaMultilingualNeural']),
  });
}

function parseJsonVoice(text: string, where: string): Voice {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (thrown) {
    throw badOption({
      code: 'voice-json',
      where,
      found: text,
      expected: 'valid JSON',
      hint: messageOf(thrown),
    });
  }
  if (isVoice(value)) return value;
  const [problem] = validate('Voice', value, 'strict');
  throw badOption({
    code: 'voice-invalid',
    where,
    found: text,
    expected: expectedVoice,
    ...(problem === undefined ? {} : { hint: formatProblem(problem) }),
  });
}

function isVoice(value: unknown): value is Voice {
  return validate('Voice', value, 'strict').length === 0;
}
