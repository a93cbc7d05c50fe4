import type { ClientEvent } from '../../protocol/generated/types.js';
import { checkClientEvent } from '../../protocol/parse.js';
import { reject } from '../kernel/service-error.js';

/**
 * Checks a client event strictly; appended audio is checked where it is decoded.
 * @throws ServiceErrorThrown with the path; the recorded text for an unknown session key (errors_observed.json)
 */
export function checkReceived(event: ClientEvent): void {
  if (event.type === 'input_audio_buffer.append') return;
  const [problem] = checkClientEvent(event);
  if (problem === undefined) return;
  const { kind, path, found, expected, suggestion } = problem;
  const hint = suggestion === undefined ? '' : ` Did you mean '${suggestion}'?`;
  if (kind === 'unknown-key' && path.startsWith('session.')) {
    const text = `'${path}' unexpected (extra fields not permitted)${hint === '' ? '' : `.${hint}`}`;
    reject('invalid_value', text, path);
  }
  reject(
    'invalid_value',
    `Invalid value at '${path}': found ${found}, expected ${expected}.${hint}`,
    path,
  );
}
