import { minSecretLength } from './secret-forms.js';
import { isSecretHeader, isSecretName } from './secret-names.js';

/** Deeper than any configuration. */
const deepest = 20;
const schemed = /^(bearer|basic|token|key|apikey|sharedkey|sharedaccesssignature)\s+(\S+)$/i;

/**
 * The secrets in what a user configured or sent: values of secret fields and of headers, and those in URLs, so that they
 * are recognised where somebody else repeats them.
 */
export function secretsIn(value: unknown, name = '', depth = 0): readonly string[] {
  if (typeof value === 'string') {
    if (name === 'server_url') return secretsInUrl(value);
    return isSecretName(name) ? credentialsIn(value) : [];
  }
  if (typeof value !== 'object' || value === null || depth > deepest) return [];
  const entries: readonly [string, unknown][] = Object.entries(value);
  return entries.flatMap(([key, item]) => {
    if (name !== 'headers' || typeof item !== 'string') return secretsIn(item, key, depth + 1);
    return isSecretHeader(key, item) ? credentialsIn(item) : [];
  });
}

/**
 * The secrets in a URL: of user and password the password, or the only one; values of the query; parts of the path that
 * are random letters and digits, as some MCP servers have.
 * @param isPublic names of query parameters that carry no secret
 */
export function secretsInUrl(
  text: string,
  isPublic: (name: string) => boolean = () => false,
): readonly string[] {
  if (!URL.canParse(text)) return [];
  const url = new URL(text);
  const login = url.password === '' ? url.username : url.password;
  const query = [...url.searchParams].flatMap(([name, value]) => {
    // A short value under a name that tells nothing is a version or a flag.
    const isSecret = value.length >= minSecretLength || isSecretName(name);
    return isSecret && !isPublic(name) ? [value] : [];
  });
  const path = url.pathname.split('/').filter(isOpaque);
  return [decoded(login), ...query, ...path].filter((secret) => secret !== '');
}

/** With and without the name of the scheme: `Bearer x`, and of `Basic x` also what is encoded in it. */
function credentialsIn(text: string): readonly string[] {
  const [, scheme = '', credential] = schemed.exec(text) ?? [];
  if (credential === undefined) return [text];
  if (scheme.toLowerCase() !== 'basic') return [credential];
  const login = Buffer.from(credential, 'base64').toString();
  return [credential, login.slice(login.indexOf(':') + 1)];
}

function isOpaque(part: string): boolean {
  return /^[\w~+=%-]{16,}$/.test(part) && /\d/.test(part) && /[A-Za-z]/.test(part);
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
