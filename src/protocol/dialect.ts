/**
 * Server events of the OpenAI Realtime API (GA), and of Voice Live `v1`, whose shapes are the same as those of this API
 * under another name (openai-node 6, `RealtimeServerEvent`).
 */
const names: ReadonlyMap<string, string> = new Map([
  ['response.output_text.delta', 'response.text.delta'],
  ['response.output_text.done', 'response.text.done'],
  ['response.output_audio.delta', 'response.audio.delta'],
  ['response.output_audio.done', 'response.audio.done'],
  ['response.output_audio_transcript.delta', 'response.audio_transcript.delta'],
  ['response.output_audio_transcript.done', 'response.audio_transcript.done'],
  ['conversation.item.added', 'conversation.item.created'],
]);

/** The name that this API has for a server event. */
export function nameHere(type: string): string {
  return names.get(type) ?? type;
}
