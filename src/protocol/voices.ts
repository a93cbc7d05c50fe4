import type {
  AzureRealtimeNativeVoiceName,
  OAIVoice,
  ShapeName,
  Voice,
} from './generated/types.js';
import { shapeOf } from './validate.js';

/** Names of OpenAI voices, as the API description lists them. */
export const openAiVoices = namesOf('OAIVoice');

/** Names of the voices that only the model azure-realtime has. */
export const nativeVoices = namesOf('AzureRealtimeNativeVoiceName');

function namesOf(name: ShapeName): readonly string[] {
  const shape = shapeOf(name);
  return shape.kind === 'string' ? (shape.values ?? []) : [];
}

export function isOpenAiVoice(name: string): name is OAIVoice {
  return openAiVoices.includes(name);
}

export function isNativeVoice(name: string): name is AzureRealtimeNativeVoiceName {
  return nativeVoices.includes(name);
}

/** Language, script or region, dialect, speaker, model: `en-US-AvaNeural`, `en-US-Ava:DragonHDLatestNeural`. */
const azureName = /^[a-z]{2,3}(?:-[A-Z][a-z]{3})?-[A-Z]{2}(?:-[a-z]+)?-\w+(?::[\w-]+)?$/;

/** The voice of a name: of OpenAI, of the model azure-realtime, or of Azure. Undefined for no such name. */
export function voiceNamed(given: string): Voice | undefined {
  const name = given.toLowerCase();
  if (isNativeVoice(name)) return { type: 'azure-realtime-native', name };
  if (isOpenAiVoice(name)) return { type: 'openai', name };
  return azureName.test(given) ? { type: 'azure-standard', name: given } : undefined;
}
