/** The transcription model that goes with a model (service recordings, `session.updated`). */
export function defaultTranscription(model: string | undefined): 'whisper-1' | 'azure-speech' {
  return model?.startsWith('gpt-realtime') === true ? 'whisper-1' : 'azure-speech';
}
