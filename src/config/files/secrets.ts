import { exitCodes, VoiceliveError } from '../../shared/errors.js';
import { readTextFile } from '../../documents/text-file.js';

const keyVariable = 'AZURE_VOICELIVE_API_KEY';
const longestKey = 4096;
/** Shorter values are no secrets, and redacting them would blot out ordinary words. */
const shortestSecret = 8;
const secretName = /(?:KEY|SECRET|PASSWORD|TOKEN|CREDENTIAL)S?$/;

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The API key: from `--api-key-file`, else from AZURE_VOICELIVE_API_KEY.
 * @throws VoiceliveError without a part of the key: exit code 3 when there is none, 2 when it cannot be one
 */
export function readApiKey(apiKeyFile: string | undefined, env: Environment): string {
  const fromFile = apiKeyFile !== undefined;
  const where = fromFile ? `file ${apiKeyFile}` : `environment ${keyVariable}`;
  const key = (
    fromFile ? readTextFile(apiKeyFile, 'flag --api-key-file') : (env[keyVariable] ?? '')
  ).trim();
  if (key === '' && !fromFile) {
    throw new VoiceliveError('There is no API key for the endpoint.', {
      code: 'api-key-missing',
      hint: `Set ${keyVariable}, give --api-key-file FILE, or use --auth entra; --emulator needs no key.`,
      exitCode: exitCodes.authentication,
    });
  }
  const flaw = flawOf(key);
  if (flaw !== undefined) {
    throw new VoiceliveError(`The API key of ${where} ${flaw}.`, {
      code: 'api-key-form',
      hint: 'Copy the key alone, on one line, as the Azure portal shows it.',
      exitCode: exitCodes.usage,
    });
  }
  return key;
}

function flawOf(key: string): string | undefined {
  if (key === '') return 'is empty';
  if (/[\r\n]/.test(key)) return 'has more than one line';
  if (!/^[\x21-\x7e]+$/.test(key)) return 'has spaces or characters that no key has';
  return key.length > longestKey ? `has ${key.length} characters, more than any key` : undefined;
}

/**
 * Every value that must not appear in a log, a recording or an error: the key, the emulator's token and what secret
 * environment variables hold (names that end in KEY, SECRET, PASSWORD, TOKEN, CREDENTIAL).
 */
export function secretValues(env: Environment, more: readonly string[]): readonly string[] {
  const named = Object.entries(env)
    .filter(([name]) => secretName.test(name.toUpperCase()))
    .map(([, value]) => value?.trim() ?? '');
  return [...new Set([...more, ...named])].filter((value) => value.length >= shortestSecret);
}
