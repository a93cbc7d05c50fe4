import type { Secrets } from '../shared/secrets/registry.js';

/** Variables that may hold credentials for Azure or this program, which a tool does not need. */
const withheld =
  /^(?:AZURE_|VOICELIVE_|AI_SERVICES_|COGNITIVE_SERVICES_|SPEECH_KEY|IDENTITY_|MSI_|ARM_CLIENT_)/i;
const proxy = /^(?:https?|all)_proxy$/i;

/**
 * The environment of a tool's process: that of the program without Azure's variables, and without any variable that
 * contains one of the `secrets`. Only the address of a proxy stays as it is: without its password a tool has no network.
 */
export function childEnvironment(
  env: Readonly<Record<string, string | undefined>>,
  secrets: Pick<Secrets, 'holds'>,
): Record<string, string> {
  const kept: Record<string, string> = {};
  for (const [name, value] of Object.entries(env)) {
    if (value === undefined || withheld.test(name)) continue;
    if (secrets.holds(value) && !proxy.test(name)) continue;
    kept[name] = value;
  }
  return kept;
}
