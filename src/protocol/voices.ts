import type { AzureRealtimeNativeVoiceName, OAIVoice, ShapeName } from './generated/types.js';
import { shapeOf } from './validate.js';

/** Names of OpenAI voices, as the API description lists them. */
export const openAiVoices = namesOf('OAIVoice');

/** Names of the voices that only the model azure-realtime has. */
const nativeVoices = namesOf('AzureRealtimeNativeVoiceName');

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
