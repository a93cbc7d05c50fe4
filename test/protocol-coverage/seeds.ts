/**
 * Which of the three documents the protocol comes from names an event or an option: the Python models reference (000), the
 * Voice Live schema reference (002), the API description 2026-06-01-preview (003). What is not listed stands in all three.
 */
const exceptions: ReadonlyMap<string, string> = new Map(
  Object.entries({
    'conversation.item.done': '',
    'input_audio.clear': '000, 003',
    'input_audio.turn.append': '000, 003',
    'input_audio.turn.cancel': '000, 003',
    'input_audio.turn.end': '000, 003',
    'input_audio.turn.start': '000, 003',
    'input_text.delta': '',
    'input_text.done': '',
    'output_audio_buffer.clear': '003',
    'output_audio_buffer.cleared': '003',
    'output_audio_buffer.started': '003',
    'output_audio_buffer.stopped': '003',
    'rate_limits.updated': '002',
    'response.audio_transcript.annotation.added': '003',
    'response.file_search_call.completed': '003',
    'response.file_search_call.in_progress': '003',
    'response.file_search_call.searching': '003',
    'response.foundry_agent_call_arguments.delta': '',
    'response.foundry_agent_call_arguments.done': '',
    'response.foundry_agent_call.completed': '',
    'response.foundry_agent_call.failed': '',
    'response.foundry_agent_call.in_progress': '',
    'response.invocation.delta': '003',
    'response.video.delta': '003',
    'response.web_search_call.completed': '003',
    'response.web_search_call.in_progress': '003',
    'response.web_search_call.searching': '003',
    'rtc.call.error': '003',
    'rtc.call.sdp.create': '003',
    'rtc.call.sdp.created': '003',
    'session.avatar.switch_to_idle': '003',
    'session.avatar.switch_to_speaking': '003',
    warning: '003',
    'session.input_audio_echo_cancellation': '002, 003',
    'session.input_audio_noise_reduction': '002, 003',
    'session.input_audio_sampling_rate': '002, 003',
    'session.output_audio_timestamp_types': '002, 003',
    'session.reasoning_effort': '003',
    'session.interim_response': '003',
    'session.include': '003',
    'session.metadata': '002, 003',
    'session.parallel_tool_calls': '',
    'response.cancel_previous': '003',
    'response.append_input_items': '003',
    'response.input_items': '003',
    'response.max_output_tokens': '003',
    'response.pre_generated_assistant_message': '003',
    'response.reasoning_effort': '003',
    'response.metadata': '002, 003',
    'response.interim_response': '003',
    'response.invoke_input': '003',
    'response.input': '000',
    'response.conversation': '000, 002',
    'response.max_response_output_tokens': '000, 002',
    'response.animation': '000, 002',
  }),
);

/** The documents that name it, or `correction` when only the list of corrections does. */
export function seedsOf(name: string): string {
  const seeds = exceptions.get(name) ?? '000, 002, 003';
  return seeds === '' ? 'correction' : seeds;
}
