import { exitCodes, VoiceliveError } from '../../shared/errors.js';
import { sanitise } from '../../shared/sanitise.js';

/** What the connection sets itself. */
const reserved = new Set(['host', 'connection', 'upgrade', 'content-length', 'transfer-encoding']);
/** Credentials have options of their own, which renew and redact them. */
const credentials = new Set(['authorization', 'api-key', 'cookie']);

/**
 * A header of the handshake in a line `NAME: VALUE` (RFC 9110, section 5).
 * @param where names the option in errors; they never hold the value, which may be a secret
 * @throws VoiceliveError exit code 2 for one that cannot be sent, or is not the user's to set
 */
export function parseHeader(line: string, where: string): readonly [name: string, value: string] {
  const at = line.indexOf(':');
  const name = line.slice(0, at).trim();
  const value = line.slice(at + 1).trim();
  const refuse = (sentence: string, hint: string): VoiceliveError =>
    new VoiceliveError(`${where.charAt(0).toUpperCase()}${where.slice(1)}: ${sentence}`, {
      code: 'option-header',
      hint,
      exitCode: exitCodes.usage,
    });
  if (at < 1 || !/^[!#$%&'*+.^_`|~\w-]+$/.test(name))
    throw refuse('expected NAME: VALUE.', 'Write it as in --header "x-request-source: tests".');
  if (!/^[\t\x20-\x7e\x80-\xff]+$/.test(value))
    throw refuse(
      `the header ${sanitise(name).slice(0, 40)} has no value, or one with characters that HTTP does not allow.`,
      'Use printable characters on one line.',
    );
  const lower = name.toLowerCase();
  if (credentials.has(lower))
    throw refuse(
      `${lower} cannot be set as a header.`,
      'Use AZURE_VOICELIVE_API_KEY, --api-key-file or --auth entra.',
    );
  if (reserved.has(lower) || lower.startsWith('sec-websocket-'))
    throw refuse(`${lower} is set by the connection itself.`, 'Remove the option.');
  return [name, value];
}
