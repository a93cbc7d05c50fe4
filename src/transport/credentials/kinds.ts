/** Ways to sign in to Microsoft Entra ID. */
export const entraKinds = [
  'default',
  'cli',
  'device-code',
  'managed-identity',
  'environment',
  'browser',
] as const;

export type EntraKind = (typeof entraKinds)[number];

/** Scope of the service (Voice Live how-to, "Authentication"; agent mode accepts no other). */
export const entraScope = 'https://ai.azure.com/.default';
