import type { Voice } from '../../protocol/generated/types.js';
import { isNativeVoice, isOpenAiVoice, openAiVoices } from '../../protocol/voices.js';
import { formatProblem } from '../../validation/problem.js';
import { validate } from '../../protocol/validate.js';
import { messageOf } from '../../shared/errors.js';
import { nearest } from '../../shared/suggest.js';
import { badOption } from '../options/problems.js';

/** Language, script or region, dialect, speaker, model: `en-US-AvaNeural`, `en-US-Ava:DragonHDLatestNeural`. */
const azureName = /^[a-z]{2,3}(?:-[A-Z][a-z]{3})?-[A-Z]{2}(?:-[a-z]+)?-\w+(?::[\w-]+)?$/;

const expectedVoice =
  'the name of an OpenAI voice (alloy, marin, …), of an Azure voice (en-US-AvaNeural, …), or the voice as JSON';

/**
 * The voice that `--voice` means: an OpenAI or Azure voice by its name, or JSON as given.
 * @throws VoiceliveError exit code 2
 */
export function parseVoice(given: string, model: string, where: string): Voice {
  const text = given.trim();
  if (/^[{"[]/.test(text)) return parseJsonVoice(text, where);
  const name = text.toLowerCase();
  if (model === 'azure-realtime' && isNativeVoice(name)) {
    return { type: 'azure-realtime-native', name };
  }
  if (isOpenAiVoice(name)) return { type: 'openai', name };
  if (azureName.test(text)) return { type: 'azure-standard', name: text };
  throw badOption({
    code: 'voice-unknown',
    where,
    found: given,
    expected: isNativeVoice(name)
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
