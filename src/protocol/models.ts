/**
 * Models of the service (Voice Live overview, 2026-09-29), and two that are served but not in that table: gpt-realtime-2,
 * and phi4-mini (live tests of the Python SDK).
 */
export const realtimeModels = [
  'gpt-realtime',
  'gpt-realtime-1.5',
  'gpt-realtime-2',
  'gpt-realtime-2.1',
  'gpt-realtime-2.1-mini',
  'gpt-realtime-mini',
  'azure-realtime',
  'phi4-mm-realtime',
] as const;

export const cascadeModels = [
  'gpt-4o',
  'gpt-4o-mini',
  'gpt-4.1',
  'gpt-4.1-mini',
  'gpt-4.1-nano',
  'gpt-5',
  'gpt-5-mini',
  'gpt-5-nano',
  'gpt-5-chat',
  'gpt-5.1',
  'gpt-5.2',
  'gpt-5.4',
  'gpt-5.6-terra',
  'gpt-5.6-luna',
  'phi4-mini',
] as const;

/** Models to offer where one is chosen; the service may have others. */
export const knownModels: readonly string[] = [...realtimeModels, ...cascadeModels];
