/**
 * Names of fields whose strings are secrets, without case and punctuation. `headers` are those of MCP servers,
 * `credential` belongs to an ICE server. Not here: `token`, which holds a word in a transcription's log probabilities.
 */
const secretNames: ReadonlySet<string> = new Set([
  'authorization',
  'proxyauthorization',
  'headers',
  'cookie',
  'setcookie',
  'credential',
  'credentials',
  'connectionstring',
  'sharedaccesssignature',
]);
const secretEndings =
  /(?:apikey|subscriptionkey|accesskey|privatekey|functionskey|accesstoken|refreshtoken|idtoken|authtoken|bearertoken|clientsecret|apisecret|password|passwd|^secret)$/;
/** Headers that are no secrets, and whose values are words that stand elsewhere, too. */
const publicHeaders =
  /^(?:accept(?:-.*)?|content-type|user-agent|host|origin|referer|mcp-protocol-version)$/i;
/** What the value of a header without a telling name is when it is no secret: words. */
const words = /^[a-z][a-z ._/-]*$/i;
const secretHeader = /auth|key|token|secret|passw|cookie|credential/i;

/** Whether the strings of a field with this name are secrets. */
export function isSecretName(key: string): boolean {
  const name = key.toLowerCase().replace(/[^a-z0-9]/g, '');
  return secretNames.has(name) || secretEndings.test(name);
}

/** Whether a header's value is to be looked for everywhere. */
export function isSecretHeader(name: string, value: string): boolean {
  return secretHeader.test(name) || !(publicHeaders.test(name) || words.test(value));
}
