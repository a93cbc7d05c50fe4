import { exitCodes, VoiceliveError } from '../../shared/errors.js';
import { readTextFile } from '../../documents/text-file.js';

const keyVariable = 'AZURE_VOICELIVE_API_KEY';
const maxKeyLength = 4096;
/** Shorter values are not secrets, and redacting them would remove ordinary words. */
const minSecretLength = 8;
const secretName = /(?:KEY|SECRET|PASSWORD|TOKEN|CREDENTIAL)S?$/;

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The API key: from `--api-key-file`, else from AZURE_VOICELIVE_API_KEY.
 * @throws VoiceliveError exit code 3 when there is no key, 2 when it cannot be a key; never with a part of the key
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
      hint: `Set ${keyVariable}, or use --api-key-file FILE or --auth entra; --emulator needs no key.`,
      exitCode: exitCodes.authentication,
    });
  }
  const flaw = flawOf(key);
  if (flaw !== undefined) {
    throw new VoiceliveError(`The API key from ${where} ${flaw}.`, {
      code: 'api-key-form',
      hint: 'Copy only the key, on one line, as the Azure portal shows it.',
      exitCode: exitCodes.usage,
    });
  }
  return key;
}

function flawOf(key: string): string | undefined {
  if (key === '') return 'is empty';
  if (/[\r\n]/.test(key)) return 'has more than one line';
  if (!/^[\x21-\x7e]+$/.test(key)) return 'contains spaces or invalid characters';
  return key.length > maxKeyLength ? `has ${key.length} characters, too many for a key` : undefined;
}

/**
 * Every value that must not appear in a log, a recording or an error: the key, the emulator's token and the values of
 * secret environment variables (names that end in KEY, SECRET, PASSWORD, TOKEN, CREDENTIAL).
 */
export function secretValues(env: Environment, more: readonly string[]): readonly string[] {
  const named = Object.entries(env)
    .filter(([name]) => secretName.test(name.toUpperCase()))
    .map(([, value]) => value?.trim() ?? '');
  return [...new Set([...more, ...named])].filter((value) => value.length >= minSecretLength);
}
