import { textHash } from '../../shared/text-hash.js';

/** How one named voice of the service is imitated. */
export interface VoiceProfile {
  /** espeak-ng voice, with a variant after `+`. */
  readonly espeakVoice: string;
  /** espeak-ng pitch, 0..99. */
  readonly pitch: number;
  readonly wordsPerMinute: number;
  /** Factor on pitch and speed of bundled clips. */
  readonly clipSpeed: number;
  /** Mean pitch of the stand-in, in Hz. */
  readonly standInHz: number;
}

const clear: VoiceProfile = {
  espeakVoice: 'en-us',
  pitch: 50,
  wordsPerMinute: 145,
  clipSpeed: 1,
  standInHz: 120,
};

function profile(espeakVoice: string, pitch: number, words: number, speed: number): VoiceProfile {
  return {
    espeakVoice,
    pitch,
    wordsPerMinute: words,
    clipSpeed: speed,
    standInHz: Math.round(120 * speed * (espeakVoice.includes('+f') ? 1.5 : 1)),
  };
}

/** OpenAI voices and the service's default voice (Voice Live API description 2026-06-01-preview, OpenAIVoice). */
const known: Readonly<Record<string, VoiceProfile>> = {
  alloy: clear,
  ash: profile('en-us+m3', 40, 150, 0.95),
  ballad: profile('en-gb', 50, 140, 0.95),
  cedar: profile('en-us', 30, 140, 0.9),
  coral: profile('en-us+f2', 55, 150, 1.1),
  echo: profile('en-us+m2', 50, 150, 0.95),
  marin: profile('en-us', 60, 150, 1.05),
  sage: profile('en-us+f4', 50, 145, 1.05),
  shimmer: profile('en-us+f3', 60, 150, 1.1),
  verse: profile('en-us+m4', 50, 155, 1),
  'en-us-avaneural': profile('en-us', 65, 150, 1.05),
};

const variants = ['', '+m2', '+m3', '+m4', '+f2', '+f3', '+f4'] as const;
const speeds = [0.9, 0.95, 1, 1.05, 1.1] as const;

/** Languages of Azure voice names that have the same code in espeak-ng. */
const languages = new Set([
  'de',
  'fr',
  'es',
  'it',
  'nl',
  'sv',
  'nb',
  'da',
  'fi',
  'pl',
  'pt',
  'ru',
  'tr',
]);

function espeakLanguage(voiceName: string): string {
  const locale = /^([a-z]{2})-([a-z]{2})-/u.exec(voiceName);
  const language = locale?.[1];
  if (language === 'en' && locale?.[2] === 'gb') return 'en-gb';
  return language !== undefined && languages.has(language) ? language : 'en-us';
}

/** The same name always sounds the same; different names mostly sound different. */
export function voiceProfile(voiceName: string): VoiceProfile {
  const name = voiceName.toLowerCase();
  const found = Object.hasOwn(known, name) ? known[name] : undefined;
  if (found !== undefined) return found;
  const hash = textHash(name);
  const variant = variants[hash % variants.length] ?? '';
  const speed = speeds[(hash >>> 8) % speeds.length] ?? 1;
  return profile(
    `${espeakLanguage(name)}${variant}`,
    40 + ((hash >>> 16) % 25),
    135 + ((hash >>> 4) % 26),
    speed,
  );
}
