import { homedir } from 'node:os';
import { join } from 'node:path';

export type Environment = Readonly<Record<string, string | undefined>>;

/** The user's folder for settings of this program: XDG on Linux and macOS, APPDATA on Windows. */
export function configFolder(env: Environment): string {
  const base = env['XDG_CONFIG_HOME'] || env['APPDATA'] || join(homedir(), '.config');
  return join(base, 'voicelive');
}

/** The configuration file of the user, whether it exists or not. */
export function configPath(env: Environment): string {
  return join(configFolder(env), 'config.yaml');
}
