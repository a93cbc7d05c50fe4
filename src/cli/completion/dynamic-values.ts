import { existsSync } from 'node:fs';
import { configPath } from '../../config/files/config-folder.js';
import { isJsonObject } from '../../shared/json.js';
import type { DynamicValues } from './complete.js';

/** Azure has hundreds of voices; these show the form of their names. */
const azureVoices = [
  'en-US-AvaNeural',
  'en-US-AvaMultilingualNeural',
  'en-US-Ava:DragonHDLatestNeural',
];

/** Each loads what it needs, and nothing else does. */
export const dynamicValues: DynamicValues = {
  async voices() {
    const { nativeVoices, openAiVoices } = await import('../../protocol/voices.js');
    return [...openAiVoices, ...nativeVoices, ...azureVoices];
  },
  async models() {
    const { knownModels } = await import('../../protocol/models.js');
    return knownModels;
  },
  async profiles() {
    const path = configPath(process.env);
    if (!existsSync(path)) return [];
    const { readDocument } = await import('../../documents/document.js');
    try {
      const { value } = readDocument(path, 'configuration');
      const profiles = isJsonObject(value) ? value['profiles'] : undefined;
      return isJsonObject(profiles) ? Object.keys(profiles) : [];
    } catch {
      // A mistake in the file is reported by the command itself, not in the middle of typing it.
      return [];
    }
  },
};
