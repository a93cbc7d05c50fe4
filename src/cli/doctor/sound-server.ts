import { PulseConnection } from '../../audio/pulse/connection.js';
import { opcodes, PulseError } from '../../audio/pulse/protocol.js';
import type { OptionValues } from '../../config/options/option-table.js';
import type { Finding } from './finding.js';

/** The PulseAudio or PipeWire server for the backend `pulse`; a missing one is a problem only of what needs it. */
export async function checkSoundServer({
  audioBackend,
}: OptionValues): Promise<readonly Finding[]> {
  const mayBeUsed = audioBackend === 'auto' || audioBackend === 'pulse';
  if (process.platform !== 'linux' || !mayBeUsed) return [];
  const name = 'sound server';
  try {
    const connection = await PulseConnection.open('voicelive doctor');
    try {
      const reader = await connection.command(opcodes.getServerInfo);
      const [software = '', version = ''] = [reader.text(), reader.text()];
      return [{ name, text: `${software} ${version}` }];
    } finally {
      connection.close();
    }
  } catch (thrown) {
    if (!(thrown instanceof PulseError)) throw thrown;
    return [{ name, text: `none: ${thrown.message}`, absent: true }];
  }
}
