import { exitCodes, VoiceliveError } from '../../shared/errors.js';
import { readTextFile } from '../../documents/text-file.js';
import { secretsInUrl } from '../../shared/secrets/find-secrets.js';
import { minSecretLength } from '../../shared/secrets/secret-forms.js';

/** The variable of the API key. */
export const keyVariable = 'AZURE_VOICELIVE_API_KEY';
const maxKeyLength = 4096;
const secretName =
  /(?:KEY|SECRET|PASSWORD|PASSPHRASE|TOKEN|CREDENTIAL|CONNECTION_?STRING)S?$|(?:^|_)(?:PASS|PASSWD|PAT|SAS)$/;
const proxyName = /^(?:HTTPS?|ALL)_PROXY$/;

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
    throw new VoiceliveError('No API key for the endpoint.', {
      code: 'api-key-missing',
      hint: `Set ${keyVariable}, or use --api-key-file FILE, --auth entra or --token-command; --emulator needs no key.`,
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
  // It could not be told from ordinary words where somebody repeats it.
  if (key.length < minSecretLength) return `has ${key.length} characters, too few for a key`;
  return key.length > maxKeyLength ? `has ${key.length} characters, too many for a key` : undefined;
}

/**
 * The secrets in the environment: values of variables whose names say so (they end in KEY, SECRET, PASSWORD, TOKEN, …), and passwords
 * of proxies.
 */
export function environmentSecrets(env: Environment): readonly string[] {
  return Object.entries(env).flatMap(([name, value = '']) => {
    const upper = name.toUpperCase();
    if (proxyName.test(upper)) return proxySecrets(value);
    return secretName.test(upper) ? [value.trim()] : [];
  });
}

/** The password of a proxy's URL, which may lack its scheme. */
function proxySecrets(proxy: string): readonly string[] {
  return secretsInUrl(proxy.includes('://') ? proxy : `http://${proxy}`);
}
