// Generated from description/voicelive-2026-06-01-preview.swagger.json and corrections.ts by `npm run generate`; do not edit.

import type { JsonObject, JsonValue } from '../../shared/json.js';

/** A find action to search text within a page. */
export type ActionFind = {
  /** The pattern or text to search for within the page. */
  readonly pattern: string;
  /** The action type. */
  readonly type: 'find';
  /** The URL of the page searched for the pattern. */
  readonly url: string;
};

/** An open page action. */
export type ActionOpenPage = {
  /** The action type. */
  readonly type: 'open_page';
  /** The URL opened by the model. */
  readonly url: string;
};

/** A web search action. */
export type ActionSearch = {
  /** The search query. */
  readonly query?: string;
  /** The action type. */
  readonly type: 'search';
  /** The sources used in the search. */
  readonly sources?: readonly ActionSearchSource[];
};

/** A search action source URL. */
export type ActionSearchSource = {
  /** The type of source. */
  readonly type: 'url';
  /** The URL of the source. */
  readonly url: string;
};

/** Configuration for the agent. */
export type AgentConfig = {
  /** The type of agent to use. */
  readonly type: 'agent';
  /** The name of the agent. */
  readonly name: string;
  /** Optional description of the agent. */
  readonly description?: string;
  /** The ID of the agent. */
  readonly agent_id: string;
  /** The ID of the conversation thread. */
  readonly thread_id: string;
};

/** Configuration for animation outputs including blendshapes and visemes metadata. */
export type Animation = {
  /** The name of the animation model to use. Default: "default". */
  readonly model_name?: string;
  /** Set of output data types requested from the animation system. Default: ["blendshapes"]. */
  readonly outputs?: readonly AnimationOutputType[];
};

/** Specifies the types of animation data to output. */
export type AnimationOutputType = 'blendshapes' | 'viseme_id';

/** An assistant message item within a conversation. */
export type AssistantMessageItem = {
  readonly type: 'message';
  readonly id?: string;
  readonly role: 'assistant';
  /** The content parts of the message. */
  readonly content: readonly MessageContentPart[];
  /** Processing status of the message item. */
  readonly status?: ItemParamStatus;
};

/** Echo cancellation configuration for server-side audio processing. */
export type AudioEchoCancellation = {
  /** The type of echo cancellation model to use. */
  readonly type: 'server_echo_cancellation';
  /** The source of the echo cancellation reference signal. Default: "server". */
  readonly reference_source?: EchoCancellationReferenceSource;
  /** Number of input audio channels. Default: 1. */
  readonly channels?: number;
};

/** Supported audio input transcription models. */
export type AudioInputTranscriptionModel = 'whisper-1';

/** Configuration for input audio transcription. */
export type AudioInputTranscriptionOptions = {
  /** The transcription model to use. */
  readonly model:
    | 'whisper-1'
    | 'gpt-4o-transcribe'
    | 'gpt-4o-mini-transcribe'
    | 'gpt-4o-transcribe-diarize'
    | 'mai-transcribe'
    | 'mai-transcribe-1'
    | 'mai-transcribe-2'
    | 'azure-speech';
  readonly language?: string;
  /** Optional configuration for custom speech models. */
  readonly custom_speech?: Readonly<Record<string, string>>;
  /** Optional list of phrase hints to bias recognition. */
  readonly phrase_list?: readonly string[];
  readonly prompt?: string;
  readonly delay?: JsonValue;
};

/** Configuration for input audio noise reduction. */
export type AudioNoiseReduction = {
  /** The type of noise reduction model. */
  readonly type: 'azure_deep_noise_suppression' | 'near_field' | 'far_field';
};

/** Output timestamp types supported in audio response content. */
export type AudioTimestampType = 'word';

/** Configuration for avatar streaming and behavior during the session. */
export type AvatarConfig = {
  /** Type of avatar to use. */
  readonly type?: AvatarConfigTypes;
  /** Optional list of ICE servers to use for WebRTC connection establishment. */
  readonly ice_servers?: readonly IceServer[];
  /** The character name or ID used for the avatar. */
  readonly character: string;
  /** Optional avatar style, such as emotional tone or speaking style. */
  readonly style?: string;
  /** Base model to use for the avatar. */
  readonly model?: PhotoAvatarBaseModes;
  /** Indicates whether the avatar is customized or not. */
  readonly customized: boolean;
  /** Optional video configuration including resolution, bitrate, and codec. */
  readonly video?: VideoParams;
  readonly scene?: Scene;
  /** Output protocol for avatar streaming. Default: "webrtc". */
  readonly output_protocol?: AvatarOutputProtocol;
  readonly output_audit_audio?: boolean;
};

/** Avatar config types */
export type AvatarConfigTypes = 'video-avatar' | 'photo-avatar';

/** Avatar config output protocols */
export type AvatarOutputProtocol = 'webrtc' | 'websocket';

/** Azure avatar voice sync configuration. */
export type AzureAvatarVoiceSyncVoice = {
  readonly type: 'avatar-voice-sync';
  /** Underlying neural model to use. */
  readonly model: PersonalVoiceModels;
  /** Temperature must be between 0.0 and 1.0. */
  readonly temperature?: number;
  /** URL of a custom lexicon file for pronunciation customization. */
  readonly custom_lexicon_url?: string;
  /** URL of a custom text normalization endpoint. */
  readonly custom_text_normalization_url?: string;
  /** Preferred locales in BCP-47 format that change the accents of languages. */
  readonly prefer_locales?: readonly string[];
  /** Enforced locale in BCP-47 format for TTS output. */
  readonly locale?: string;
  /** Speaking style for the voice (e.g., 'cheerful', 'sad'). */
  readonly style?: string;
  /** Pitch adjustment for the voice output. */
  readonly pitch?: string;
  /** Speaking rate adjustment for the voice output. */
  readonly rate?: string;
  /** Volume adjustment for the voice output. */
  readonly volume?: string;
};

/** Azure custom voice configuration. */
export type AzureCustomVoice = {
  readonly type: 'azure-custom';
  /** Voice name cannot be empty. */
  readonly name: string;
  /** Endpoint ID cannot be empty. */
  readonly endpoint_id: string;
  /** Temperature must be between 0.0 and 1.0. */
  readonly temperature?: number;
  /** URL of a custom lexicon file for pronunciation customization. */
  readonly custom_lexicon_url?: string;
  /** URL of a custom text normalization endpoint. */
  readonly custom_text_normalization_url?: string;
  /** Preferred locales in BCP-47 format that change the accents of languages. */
  readonly prefer_locales?: readonly string[];
  /** Enforced locale in BCP-47 format for TTS output. */
  readonly locale?: string;
  /** Speaking style for the voice (e.g., 'cheerful', 'sad'). */
  readonly style?: string;
  /** Pitch adjustment for the voice output. */
  readonly pitch?: string;
  /** Speaking rate adjustment for the voice output. */
  readonly rate?: string;
  /** Volume adjustment for the voice output. */
  readonly volume?: string;
};

/** Azure personal voice configuration. */
export type AzurePersonalVoice = {
  readonly type: 'azure-personal';
  /** Voice name cannot be empty. */
  readonly name: string;
  /** Temperature must be between 0.0 and 1.0. */
  readonly temperature?: number;
  /** Underlying neural model to use for personal voice. */
  readonly model: PersonalVoiceModels;
  /** URL of a custom lexicon file for pronunciation customization. */
  readonly custom_lexicon_url?: string;
  /** URL of a custom text normalization endpoint. */
  readonly custom_text_normalization_url?: string;
  /** Preferred locales in BCP-47 format that change the accents of languages. */
  readonly prefer_locales?: readonly string[];
  /** Enforced locale in BCP-47 format for TTS output. */
  readonly locale?: string;
  /** Speaking style for the voice (e.g., 'cheerful', 'sad'). */
  readonly style?: string;
  /** Pitch adjustment for the voice output. */
  readonly pitch?: string;
  /** Speaking rate adjustment for the voice output. */
  readonly rate?: string;
  /** Volume adjustment for the voice output. */
  readonly volume?: string;
};

/** Azure realtime native voice configuration. */
export type AzureRealtimeNativeVoice = {
  /** The type of the voice. */
  readonly type: 'azure-realtime-native';
  /** The name of the Azure realtime native voice. */
  readonly name: AzureRealtimeNativeVoiceName;
};

/** Currently known voice names for the Azure realtime native voice type. */
export type AzureRealtimeNativeVoiceName =
  | 'aarti'
  | 'andrew'
  | 'ava'
  | 'denise'
  | 'diya'
  | 'elsa'
  | 'florian'
  | 'francisca'
  | 'meera'
  | 'xiaoxiao'
  | 'yunxi'
  | 'ximena';

/** Azure semantic end-of-utterance detection (default). */
export type AzureSemanticDetection = {
  readonly model: 'semantic_detection_v1';
  /** Threshold level setting. */
  readonly threshold_level?: EouThresholdLevel;
  /** Timeout in milliseconds. */
  readonly timeout_ms?: number;
  readonly threshold?: number;
  readonly timeout?: number;
};

/** Azure semantic end-of-utterance detection (English-optimized). */
export type AzureSemanticDetectionEn = {
  readonly model: 'semantic_detection_v1_en';
  /** Threshold level setting. */
  readonly threshold_level?: EouThresholdLevel;
  /** Timeout in milliseconds. */
  readonly timeout_ms?: number;
  readonly threshold?: number;
  readonly timeout?: number;
};

/** Azure semantic end-of-utterance detection (multilingual). */
export type AzureSemanticDetectionMultilingual = {
  readonly model: 'semantic_detection_v1_multilingual';
  /** Threshold level setting. */
  readonly threshold_level?: EouThresholdLevel;
  /** Timeout in milliseconds. */
  readonly timeout_ms?: number;
  readonly threshold?: number;
  readonly timeout?: number;
};

/** Server Speech Detection (Azure semantic VAD, default variant). */
export type AzureSemanticVad = {
  readonly type: 'azure_semantic_vad';
  /** Activation threshold for VAD detection. */
  readonly threshold?: number;
  /** Amount of audio to include before speech is detected, in milliseconds. */
  readonly prefix_padding_ms?: number;
  /** Duration of silence required to end speech detection, in milliseconds. */
  readonly silence_duration_ms?: number;
  /** Configuration for end-of-utterance detection. */
  readonly end_of_utterance_detection?: EouDetection;
  /** Minimum speech duration in milliseconds to trigger detection. */
  readonly speech_duration_ms?: number;
  /** Whether to remove filler words (e.g., 'um', 'uh') from transcription. Default: false. */
  readonly remove_filler_words?: boolean;
  /** List of BCP-47 language codes for speech detection. */
  readonly languages?: readonly string[];
  /** Whether to automatically truncate the audio buffer when speech stops. Default: false. */
  readonly auto_truncate?: boolean;
  /** Whether to automatically create a response when speech stops. Default: true. */
  readonly create_response?: boolean;
  /** Whether to allow the user's speech to interrupt the assistant's response. Default: true. */
  readonly interrupt_response?: boolean;
  readonly idle_timeout_ms?: number;
  readonly appended_text_after_truncation?: string;
  readonly profile?: string;
  readonly neg_threshold?: number;
  readonly window_size?: number;
  readonly distinct_ci_phones?: number;
  readonly require_vowel?: boolean;
  readonly require_vowel_assistant_speaking?: boolean;
  readonly speech_duration_assistant_speaking_ms?: number;
};

/** Server Speech Detection (Azure semantic VAD, English-only). */
export type AzureSemanticVadEn = {
  readonly type: 'azure_semantic_vad_en';
  /** Activation threshold for VAD detection. */
  readonly threshold?: number;
  /** Amount of audio to include before speech is detected, in milliseconds. */
  readonly prefix_padding_ms?: number;
  /** Duration of silence required to end speech detection, in milliseconds. */
  readonly silence_duration_ms?: number;
  /** Configuration for end-of-utterance detection. */
  readonly end_of_utterance_detection?: EouDetection;
  /** Minimum speech duration in milliseconds to trigger detection. */
  readonly speech_duration_ms?: number;
  /** Whether to remove filler words (e.g., 'um', 'uh') from transcription. Default: false. */
  readonly remove_filler_words?: boolean;
  /** Whether to automatically truncate the audio buffer when speech stops. Default: false. */
  readonly auto_truncate?: boolean;
  /** Whether to automatically create a response when speech stops. Default: true. */
  readonly create_response?: boolean;
  /** Whether to allow the user's speech to interrupt the assistant's response. Default: true. */
  readonly interrupt_response?: boolean;
  readonly idle_timeout_ms?: number;
  readonly appended_text_after_truncation?: string;
  readonly profile?: string;
  readonly neg_threshold?: number;
  readonly window_size?: number;
  readonly distinct_ci_phones?: number;
  readonly require_vowel?: boolean;
  readonly require_vowel_assistant_speaking?: boolean;
  readonly speech_duration_assistant_speaking_ms?: number;
};

/** Server Speech Detection (Azure semantic VAD). */
export type AzureSemanticVadMultilingual = {
  readonly type: 'azure_semantic_vad_multilingual';
  /** Activation threshold for VAD detection. */
  readonly threshold?: number;
  /** Amount of audio to include before speech is detected, in milliseconds. */
  readonly prefix_padding_ms?: number;
  /** Duration of silence required to end speech detection, in milliseconds. */
  readonly silence_duration_ms?: number;
  /** Configuration for end-of-utterance detection. */
  readonly end_of_utterance_detection?: EouDetection;
  /** Minimum speech duration in milliseconds to trigger detection. */
  readonly speech_duration_ms?: number;
  /** Whether to remove filler words (e.g., 'um', 'uh') from transcription. Default: false. */
  readonly remove_filler_words?: boolean;
  /** List of BCP-47 language codes for speech detection. */
  readonly languages?: readonly string[];
  /** Whether to automatically truncate the audio buffer when speech stops. Default: false. */
  readonly auto_truncate?: boolean;
  /** Whether to automatically create a response when speech stops. Default: true. */
  readonly create_response?: boolean;
  /** Whether to allow the user's speech to interrupt the assistant's response. Default: true. */
  readonly interrupt_response?: boolean;
  readonly idle_timeout_ms?: number;
  readonly appended_text_after_truncation?: string;
  readonly profile?: string;
  readonly neg_threshold?: number;
  readonly window_size?: number;
  readonly distinct_ci_phones?: number;
  readonly require_vowel?: boolean;
  readonly require_vowel_assistant_speaking?: boolean;
  readonly speech_duration_assistant_speaking_ms?: number;
};

/** Azure standard voice configuration. */
export type AzureStandardVoice = {
  readonly type: 'azure-standard';
  /** Voice name cannot be empty. */
  readonly name: string;
  /** Temperature must be between 0.0 and 1.0. */
  readonly temperature?: number;
  /** URL of a custom lexicon file for pronunciation customization. */
  readonly custom_lexicon_url?: string;
  /** URL of a custom text normalization endpoint. */
  readonly custom_text_normalization_url?: string;
  /** Preferred locales in BCP-47 format that change the accents of languages. */
  readonly prefer_locales?: readonly string[];
  /** Enforced locale in BCP-47 format for TTS output. */
  readonly locale?: string;
  /** Speaking style for the voice (e.g., 'cheerful', 'sad'). */
  readonly style?: string;
  /** Pitch adjustment for the voice output. */
  readonly pitch?: string;
  /** Speaking rate adjustment for the voice output. */
  readonly rate?: string;
  /** Volume adjustment for the voice output. */
  readonly volume?: string;
};

/** Base for Azure voice configurations. */
export type AzureVoice =
  AzureAvatarVoiceSyncVoice | AzureCustomVoice | AzurePersonalVoice | AzureStandardVoice;

/** Union of all supported Azure voice types. */
export type AzureVoiceType =
  'azure-custom' | 'azure-standard' | 'azure-personal' | 'avatar-voice-sync';

/** Defines a video background, either a solid color or an image URL (mutually exclusive). */
export type Background = {
  /** Background color in hex format (e.g., `#00FF00FF`). */
  readonly color?: string;
  /** Background image URL. */
  readonly image_url?: string;
};

/** Details of output token usage. */
export type CachedTokenDetails = {
  /** Number of cached text tokens. */
  readonly text_tokens?: number;
  /** Number of cached audio tokens. */
  readonly audio_tokens?: number;
  /** Number of cached image tokens. */
  readonly image_tokens?: number;
};

/** A voicelive client event. */
export type ClientEvent =
  | ClientEventConversationItemCreate
  | ClientEventConversationItemDelete
  | ClientEventConversationItemRetrieve
  | ClientEventConversationItemTruncate
  | ClientEventInputAudioBufferAppend
  | ClientEventInputAudioBufferClear
  | ClientEventInputAudioBufferCommit
  | ClientEventInputAudioClear
  | ClientEventInputAudioTurnAppend
  | ClientEventInputAudioTurnCancel
  | ClientEventInputAudioTurnEnd
  | ClientEventInputAudioTurnStart
  | ClientEventOutputAudioBufferClear
  | ClientEventResponseCancel
  | ClientEventResponseCreate
  | ClientEventRtcCallSdpCreate
  | ClientEventSessionAvatarConnect
  | ClientEventSessionUpdate
  | ClientEventMcpApprovalResponse
  | ClientEventInputTextDelta
  | ClientEventInputTextDone;

export type ClientEventConversationItemCreate = {
  readonly type: 'conversation.item.create';
  /** Optional client-generated ID used to identify this event. */
  readonly event_id?: string;
  /** The ID of the preceding item after which the new item will be inserted. */
  readonly previous_item_id?: string;
  readonly item?: ConversationRequestItem;
};

/** Send this event when you want to remove any item from the conversation history. */
export type ClientEventConversationItemDelete = {
  readonly type: 'conversation.item.delete';
  readonly event_id?: string;
  /** The ID of the item to delete. */
  readonly item_id: string;
};

export type ClientEventConversationItemRetrieve = {
  readonly type: 'conversation.item.retrieve';
  readonly event_id?: string;
  /** The ID of the item to retrieve. */
  readonly item_id: string;
};

/** Send this event to truncate a previous assistant message’s audio. */
export type ClientEventConversationItemTruncate = {
  readonly type: 'conversation.item.truncate';
  readonly event_id?: string;
  /** The ID of the assistant message item to truncate. */
  readonly item_id: string;
  /** The index of the content part to truncate. */
  readonly content_index: number;
  /** Inclusive duration up to which audio is truncated, in milliseconds. */
  readonly audio_end_ms: number;
};

/** Send this event to append audio bytes to the input audio buffer. */
export type ClientEventInputAudioBufferAppend = {
  readonly type: 'input_audio_buffer.append';
  readonly event_id?: string;
  /** Base64-encoded audio. */
  readonly audio: string;
};

/** Send this event to clear the audio bytes in the buffer. */
export type ClientEventInputAudioBufferClear = {
  readonly type: 'input_audio_buffer.clear';
  readonly event_id?: string;
};

export type ClientEventInputAudioBufferCommit = {
  readonly type: 'input_audio_buffer.commit';
  readonly event_id?: string;
};

/** Clears all input audio currently being streamed. */
export type ClientEventInputAudioClear = {
  readonly type: 'input_audio.clear';
  readonly event_id?: string;
};

/** Appends audio data to an ongoing input turn. */
export type ClientEventInputAudioTurnAppend = {
  readonly type: 'input_audio.turn.append';
  readonly event_id?: string;
  /** The ID of the turn this audio is part of. */
  readonly turn_id: string;
  /** Base64-encoded audio chunk. */
  readonly audio: string;
};

/** Cancels an in-progress input audio turn. */
export type ClientEventInputAudioTurnCancel = {
  readonly type: 'input_audio.turn.cancel';
  readonly event_id?: string;
  /** The ID of the turn to cancel. */
  readonly turn_id: string;
};

/** Marks the end of an audio input turn. */
export type ClientEventInputAudioTurnEnd = {
  readonly type: 'input_audio.turn.end';
  readonly event_id?: string;
  /** The ID of the audio turn being ended. */
  readonly turn_id: string;
};

/** Indicates the start of a new audio input turn. */
export type ClientEventInputAudioTurnStart = {
  readonly type: 'input_audio.turn.start';
  readonly event_id?: string;
  /** Unique identifier for the input audio turn. */
  readonly turn_id: string;
};

/** Appends text to a user message that is being streamed. */
export type ClientEventInputTextDelta = {
  readonly type: 'input_text.delta';
  readonly event_id?: string;
  readonly id: string;
  readonly delta: string;
  readonly content_index?: number;
};

/** Ends a user message that is being streamed. */
export type ClientEventInputTextDone = {
  readonly type: 'input_text.done';
  readonly event_id?: string;
  readonly id: string;
  readonly content_index?: number;
};

/** Bare event; the answer itself goes into an item of conversation.item.create. */
export type ClientEventMcpApprovalResponse = {
  readonly type: 'mcp_approval_response';
  readonly event_id?: string;
  readonly approve?: boolean;
  readonly approval_request_id?: string;
};

/** Client request to clear the avatar output buffer. */
export type ClientEventOutputAudioBufferClear = {
  readonly type: 'output_audio_buffer.clear';
  readonly event_id?: string;
};

/** Send this event to cancel an in-progress response. */
export type ClientEventResponseCancel = {
  readonly type: 'response.cancel';
  readonly event_id?: string;
  readonly response_id?: string;
};

export type ClientEventResponseCreate = {
  readonly type: 'response.create';
  readonly event_id?: string;
  readonly response?: ResponseCreateParams;
  readonly additional_instructions?: string;
};

/** Sent by the client to initiate a WebRTC session with an SDP offer. */
export type ClientEventRtcCallSdpCreate = {
  readonly type: 'rtc.call.sdp.create';
  readonly event_id?: string;
  /** The SDP offer from the client for WebRTC negotiation. */
  readonly sdp_offer: string;
  /** Optional initial session configuration. */
  readonly session?: RequestSession;
};

export type ClientEventSessionAvatarConnect = {
  readonly type: 'session.avatar.connect';
  readonly event_id?: string;
  /** The client's SDP offer. */
  readonly client_sdp: string;
};

/** Send this event to update the session’s default configuration. */
export type ClientEventSessionUpdate = {
  readonly type: 'session.update';
  readonly event_id?: string;
  readonly session: RequestSession;
};

/** Client event types used in VoiceLive protocol. */
export type ClientEventType =
  | 'session.update'
  | 'input_audio_buffer.append'
  | 'input_audio_buffer.commit'
  | 'input_audio_buffer.clear'
  | 'input_audio.turn.start'
  | 'input_audio.turn.append'
  | 'input_audio.turn.end'
  | 'input_audio.turn.cancel'
  | 'input_audio.clear'
  | 'conversation.item.create'
  | 'conversation.item.retrieve'
  | 'conversation.item.truncate'
  | 'conversation.item.delete'
  | 'response.create'
  | 'response.cancel'
  | 'session.avatar.connect'
  | 'mcp_approval_response'
  | 'output_audio_buffer.clear'
  | 'rtc.call.sdp.create'
  | 'input_text.delta'
  | 'input_text.done';

/** Base for any content part; discriminated by `type`. */
export type ContentPart =
  | RequestAudioContentPart
  | RequestImageContentPart
  | RequestTextContentPart
  | ResponseAudioContentPart
  | ResponseTextContentPart
  | ResponseOutputTextContentPart;

export type ContentPartType =
  'input_text' | 'input_audio' | 'input_image' | 'text' | 'audio' | 'output_text';

/** The item to add to the conversation. */
export type ConversationItemBase = JsonObject;

/** Base for any response item; discriminated by `type`. */
export type ConversationRequestItem =
  FunctionCallItem | FunctionCallOutputItem | MCPApprovalResponseRequestItem | MessageItem;

/** The source of the echo cancellation reference signal. */
export type EchoCancellationReferenceSource = 'server' | 'client';

/** Top-level union for end-of-utterance (EOU) semantic detection configuration. */
export type EouDetection =
  | AzureSemanticDetection
  | AzureSemanticDetectionEn
  | AzureSemanticDetectionMultilingual
  | SmartEndOfTurnDetection;

/** Threshold level settings for Azure semantic end-of-utterance detection. */
export type EouThresholdLevel = 'low' | 'medium' | 'high' | 'default';

/** Standard error response envelope. */
export type ErrorResponse = {
  /** Error object returned in case of API failure. */
  readonly error: VoiceLiveErrorDetails;
};

/** A file search result entry. */
export type FileSearchResult = {
  /** Key-value pairs for filtering file search results. */
  readonly attributes?: Readonly<Record<string, string>>;
  /** The unique ID of the file. */
  readonly file_id?: string;
  /** The name of the file. */
  readonly filename?: string;
  /** The relevance score of the file search result. */
  readonly score?: number;
  /** The text content of the file that matched the query. */
  readonly text?: string;
};

/** A Foundry agent that the model may call as a tool. */
export type FoundryAgentTool = {
  readonly type: 'foundry_agent';
  readonly agent_name: string;
  readonly agent_version?: string;
  readonly project_name: string;
  readonly client_id?: string;
  readonly description?: string;
  readonly foundry_resource_override?: string;
  readonly agent_context_type?: 'no_context' | 'agent_context';
  readonly return_agent_response_directly?: boolean;
};

/** A function call item within a conversation. */
export type FunctionCallItem = {
  readonly type: 'function_call';
  readonly id?: string;
  readonly name: string;
  readonly call_id: string;
  readonly arguments: string;
  readonly status?: ItemParamStatus;
};

/** A function call output item within a conversation. */
export type FunctionCallOutputItem = {
  readonly type: 'function_call_output';
  readonly id?: string;
  readonly call_id: string;
  readonly output: string;
  readonly status?: ItemParamStatus;
};

/** The definition of a function tool as used by the voicelive endpoint. */
export type FunctionTool = {
  readonly type: 'function';
  readonly name: string;
  readonly description?: string;
  readonly parameters?: JsonObject;
};

/** ICE server configuration for WebRTC connection negotiation. */
export type IceServer = {
  /** List of ICE server URLs (e.g., TURN or STUN endpoints). */
  readonly urls: readonly string[];
  /** Optional username used for authentication with the ICE server. */
  readonly username?: string;
  /** Optional credential (e.g., password or token) used for authentication. */
  readonly credential?: string;
};

/** Input audio content part. */
export type InputAudioContentPart = {
  readonly type: 'input_audio';
  readonly audio: string;
  readonly transcript?: string;
};

/** Input audio format types supported. */
export type InputAudioFormat = 'pcm16' | 'g711_ulaw' | 'g711_alaw';

/** Input text content part. */
export type InputTextContentPart = { readonly type: 'input_text'; readonly text: string };

/** Details of input token usage. */
export type InputTokenDetails = {
  /** Number of cached tokens used in the input. */
  readonly cached_tokens?: number;
  /** Number of text tokens used in the input. */
  readonly text_tokens?: number;
  /** Number of audio tokens used in the input. */
  readonly audio_tokens?: number;
  /** Number of image tokens used in the input. */
  readonly image_tokens?: number;
  /** Details of cached token usage. */
  readonly cached_tokens_details?: CachedTokenDetails;
  readonly cache_write_tokens?: number;
};

export type InterimResponseConfig = InterimResponseConfigBase;

/** Base model for interim response configuration. */
export type InterimResponseConfigBase = LlmInterimResponseConfig | StaticInterimResponseConfig;

/** Interim response configuration types. */
export type InterimResponseConfigType = 'static_interim_response' | 'llm_interim_response';

/** Triggers that can activate interim response generation. */
export type InterimResponseTrigger = 'latency' | 'tool';

/** Indicates the processing status of an item or parameter. */
export type ItemParamStatus = 'completed' | 'incomplete';

export type ItemType =
  | 'message'
  | 'function_call'
  | 'function_call_output'
  | 'mcp_list_tools'
  | 'mcp_call'
  | 'mcp_approval_request'
  | 'mcp_approval_response'
  | 'web_search_call'
  | 'file_search_call'
  | 'foundry_agent_call';

/** Configuration for LLM-based interim response generation. */
export type LlmInterimResponseConfig = {
  readonly type: 'llm_interim_response';
  /** List of triggers that can fire the interim response. Default: ["latency"]. */
  readonly triggers?: readonly InterimResponseTrigger[];
  /** Latency threshold in milliseconds before triggering interim response. */
  readonly latency_threshold_ms?: number;
  /** The model to use for LLM-based interim response generation. */
  readonly model?: string;
  /** Custom instructions for generating interim responses. */
  readonly instructions?: string;
  /** Maximum number of tokens to generate for the interim response. Default: 50. */
  readonly max_completion_tokens?: number;
};

/** A single log probability entry for a token. */
export type LogProbProperties = {
  /** The token that was used to generate the log probability. */
  readonly token: string;
  /** The log probability of the token. */
  readonly logprob: number;
  /** The bytes that were used to generate the log probability. */
  readonly bytes?: readonly number[];
};

/** Names of the tools of an MCP server that always, or never, need an approval. */
export type MCPApprovalFilter = {
  readonly always?: readonly string[];
  readonly never?: readonly string[];
};

/** A request item that represents a response to an MCP approval request. */
export type MCPApprovalResponseRequestItem = {
  readonly type: 'mcp_approval_response';
  readonly id?: string;
  /** The ID of the approval request. */
  readonly approval_request_id: string;
  /** Whether the tool call was approved. */
  readonly approve: boolean;
};

/** The available set of MCP approval types. */
export type MCPApprovalType = 'never' | 'always';

/** The definition of an MCP server as used by the voicelive endpoint. */
export type MCPServer = {
  readonly type: 'mcp';
  readonly server_label: string;
  readonly server_url: string;
  readonly authorization?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly allowed_tools?: readonly string[];
  /** Default: "always". */
  readonly require_approval?: MCPApprovalType | MCPApprovalFilter;
};

/** Represents a mcp tool definition. */
export type MCPTool = {
  /** The name of the tool. */
  readonly name: string;
  /** The description of the tool. */
  readonly description?: string;
  /** The input schema for the tool. */
  readonly input_schema: JsonValue;
  /** The annotations for the tool. */
  readonly annotations?: JsonValue;
};

/** Base for any message content part; discriminated by `type`. */
export type MessageContentPart =
  | InputAudioContentPart
  | InputTextContentPart
  | OutputTextContentPart
  | RequestImageContentPart
  | OutputTextHistoryContentPart;

/** A message item within a conversation. */
export type MessageItem = AssistantMessageItem | SystemMessageItem | UserMessageItem;

export type MessageRole = 'system' | 'user' | 'assistant';

/** Supported modalities for the session. */
export type Modality = 'text' | 'audio' | 'animation' | 'avatar';

/** The client ends turns itself, as with null. */
export type NoTurnDetection = { readonly type: 'none' };

/** The same as `none`. */
export type NoTurnDetectionCapitalised = { readonly type: 'None' };

/** Supported OpenAI voice names (string enum). */
export type OAIVoice =
  'alloy' | 'ash' | 'ballad' | 'coral' | 'echo' | 'sage' | 'shimmer' | 'verse' | 'marin' | 'cedar';

/** OpenAI voice configuration with explicit type field. */
export type OpenAIVoice = {
  /** The type of the voice. */
  readonly type: 'openai';
  /** The name of the OpenAI voice. */
  readonly name: OAIVoice;
};

/** Output audio format types supported. */
export type OutputAudioFormat =
  | 'pcm16'
  | 'pcm16_8000hz'
  | 'pcm16_16000hz'
  | 'g711_ulaw'
  | 'g711_alaw'
  | 'pcm16_22050hz'
  | 'pcm16_24000hz'
  | 'pcm16_44100hz'
  | 'pcm16_48000hz';

/** Output text content part. */
export type OutputTextContentPart = {
  readonly type: 'text';
  /** The text content. */
  readonly text: string;
};

/** Text of an assistant message that a client puts into the history. */
export type OutputTextHistoryContentPart = { readonly type: 'output_text'; readonly text: string };

/** Details of output token usage. */
export type OutputTokenDetails = {
  /** Number of text tokens generated in the output. */
  readonly text_tokens?: number;
  /** Number of audio tokens generated in the output. */
  readonly audio_tokens?: number;
  /** Number of reasoning tokens generated in the output. */
  readonly reasoning_tokens?: number;
};

/** PersonalVoice models */
export type PersonalVoiceModels =
  | 'DragonLatestNeural'
  | 'PhoenixLatestNeural'
  | 'PhoenixV2Neural'
  | 'DragonHDOmniLatestNeural'
  | 'MAI-Voice-1';

/** Photo avatar base modes */
export type PhotoAvatarBaseModes = 'vasa-1';

/** An assistant message to speak verbatim; its content is enough. */
export type PreGeneratedAssistantMessage = {
  readonly type?: 'message';
  readonly role?: 'assistant';
  readonly id?: string;
  readonly status?: ItemParamStatus;
  readonly content: readonly MessageContentPart[];
};

/** What is left of one limit. */
export type RateLimit = {
  readonly name?: string;
  readonly limit?: number;
  readonly remaining?: number;
  readonly reset_seconds?: number;
};

/** Constrains effort on reasoning for reasoning models. */
export type ReasoningEffort = 'none' | 'minimal' | 'low' | 'medium' | 'high' | 'xhigh';

/** An audio content part for a request. */
export type RequestAudioContentPart = {
  readonly type: 'input_audio';
  readonly audio?: string;
  /** Optional transcript of the audio content. */
  readonly transcript?: string;
};

/** Input image content part. */
export type RequestImageContentPart = {
  readonly type: 'input_image';
  readonly image_url?: string;
  readonly detail?: RequestImageContentPartDetail;
};

/** Specifies an image's detail level. */
export type RequestImageContentPartDetail = 'auto' | 'low' | 'high';

/** Base for session configuration shared between request and response. */
export type RequestSession = {
  /** The model for the session. */
  readonly model?: string;
  /** The modalities to be used in the session. */
  readonly modalities?: readonly Modality[];
  /** The animation configuration for the session. */
  readonly animation?: Animation;
  /** The voice configuration for the session. */
  readonly voice?: Voice;
  /** Optional instructions to guide the model's behavior throughout the session. */
  readonly instructions?: string;
  /** Input audio sampling rate in Hz. Default: 24000. */
  readonly input_audio_sampling_rate?: number;
  /** Input audio format. Default: "pcm16". */
  readonly input_audio_format?: InputAudioFormat;
  /** Output audio format. Default: "pcm16". */
  readonly output_audio_format?: OutputAudioFormat;
  /** Type of turn detection to use. */
  readonly turn_detection?: TurnDetection | null;
  /** Configuration for input audio noise reduction. */
  readonly input_audio_noise_reduction?: AudioNoiseReduction | null;
  /** Configuration for echo cancellation during server-side audio processing. */
  readonly input_audio_echo_cancellation?: AudioEchoCancellation | null;
  /** Configuration for avatar streaming and behavior during the session. */
  readonly avatar?: AvatarConfig;
  /** Configuration for input audio transcription. */
  readonly input_audio_transcription?: AudioInputTranscriptionOptions | null;
  /** Types of timestamps to include in audio response content. */
  readonly output_audio_timestamp_types?: readonly AudioTimestampType[];
  /** Configuration for tools to be used during the session, if applicable. */
  readonly tools?: readonly Tool[];
  /** Specifies which tools the model is allowed to call during the session. */
  readonly tool_choice?: ToolChoice;
  /** Controls the randomness of the model's output. */
  readonly temperature?: number;
  /** Maximum number of tokens to generate in the response. */
  readonly max_response_output_tokens?: number | 'inf';
  /** Constrains effort on reasoning for reasoning models. */
  readonly reasoning_effort?: ReasoningEffort;
  /** Configuration for interim response generation during latency or tool calls. */
  readonly interim_response?: InterimResponseConfig;
  /** List of include options for the session (e.g., logprobs, phrases, file search results). */
  readonly include?: readonly SessionIncludeOption[];
  /** Set of up to 16 key-value pairs that can be attached to the session. */
  readonly metadata?: Readonly<Record<string, string>>;
  readonly parallel_tool_calls?: boolean;
};

/** A text content part for a request. */
export type RequestTextContentPart = { readonly type: 'input_text'; readonly text?: string };

/** The response resource. */
export type Response = {
  /** The unique ID of the response. */
  readonly id?: string;
  /** The object type, must be `realtime.response`. */
  readonly object?: 'realtime.response';
  /** The final status of the response. */
  readonly status?: ResponseStatus;
  /** Additional details about the status. */
  readonly status_details?: ResponseStatusDetails;
  /** The list of output items generated by the response. */
  readonly output?: readonly ResponseItem[];
  /** Usage statistics for the Response, this will correspond to billing. */
  readonly usage?: TokenUsage;
  readonly conversation_id?: string;
  /** supported voice identifiers and configurations. */
  readonly voice?: Voice;
  /** The set of modalities the model used to respond. */
  readonly modalities?: readonly Modality[];
  /** The format of output audio. Default: "pcm16". */
  readonly output_audio_format?: OutputAudioFormat;
  /** Sampling temperature for the model, limited to [0.6, 1.2]. */
  readonly temperature?: number;
  readonly max_output_tokens?: number | 'inf';
  /** Set of up to 16 key-value pairs that can be attached to an object. */
  readonly metadata?: Readonly<Record<string, string>>;
};

/** An audio content part for a response. */
export type ResponseAudioContentPart = {
  readonly type: 'audio';
  readonly transcript?: string;
  readonly audio?: string;
};

/** Details for a cancelled response. */
export type ResponseCancelledDetails = {
  readonly type: 'cancelled';
  readonly reason?: 'turn_detected' | 'client_cancelled';
};

/** Create a new VoiceLive response with these parameters */
export type ResponseCreateParams = {
  /** Whether to commit the response to the conversation. Default: true. */
  readonly commit?: boolean;
  /** Whether to cancel any ongoing generation before starting this one. Default: true. */
  readonly cancel_previous?: boolean;
  /** Input items to append to the conversation context before generating a response. */
  readonly append_input_items?: readonly ConversationRequestItem[];
  /** Input items to be used as the context for this response. */
  readonly input_items?: readonly ConversationRequestItem[];
  /** The set of modalities the model can respond with. */
  readonly modalities?: readonly Modality[];
  /** The default system instructions (i.e. */
  readonly instructions?: string;
  /** supported voice identifiers and configurations. */
  readonly voice?: Voice;
  /** The format of output audio. Default: "pcm16". */
  readonly output_audio_format?: OutputAudioFormat;
  /** Tools (functions) available to the model. */
  readonly tools?: readonly Tool[];
  /** How the model chooses tools. */
  readonly tool_choice?: string | ToolChoiceObject;
  /** Sampling temperature for the model, limited to [0.6, 1.2]. */
  readonly temperature?: number;
  /** Maximum number of output tokens for a single assistant response, inclusive of tool calls. */
  readonly max_output_tokens?: number | 'inf';
  /** Create the response with pre-generated assistant message. */
  readonly pre_generated_assistant_message?: PreGeneratedAssistantMessage;
  /** Constrains effort on reasoning for reasoning models. */
  readonly reasoning_effort?: ReasoningEffort;
  /** Set of up to 16 key-value pairs that can be attached to an object. */
  readonly metadata?: Readonly<Record<string, string>>;
  /** Configuration for interim response generation during latency or tool calls. */
  readonly interim_response?: InterimResponseConfig;
  /** Input data to invoke the hosted agent. */
  readonly invoke_input?: JsonObject;
  readonly conversation?: 'auto' | 'none';
  readonly input?: readonly ConversationRequestItem[];
  readonly max_response_output_tokens?: number | 'inf';
  readonly animation?: Animation;
};

/** Details for a failed response. */
export type ResponseFailedDetails = {
  readonly type: 'failed';
  readonly error?: VoiceLiveErrorDetails;
};

/** A response item that represents a file search call. */
export type ResponseFileSearchCallItem = {
  readonly type: 'file_search_call';
  /** The unique ID of the file search tool call. */
  readonly id?: string;
  readonly object?: 'realtime.item';
  /** The queries used for the file search. */
  readonly queries?: readonly string[];
  /** The status of the file search tool call. */
  readonly status: 'in_progress' | 'searching' | 'completed' | 'incomplete' | 'failed';
  /** The results of the file search. */
  readonly results?: readonly FileSearchResult[];
};

/** A call of a Foundry agent. */
export type ResponseFoundryAgentCallItem = {
  readonly type: 'foundry_agent_call';
  readonly id?: string;
  readonly object?: 'realtime.item';
  readonly name: string;
  readonly call_id?: string;
  readonly arguments?: string;
  readonly agent_response_id?: string;
  readonly output?: string;
  readonly error?: JsonValue;
};

/** A function call item within a conversation. */
export type ResponseFunctionCallItem = {
  readonly type: 'function_call';
  readonly id?: string;
  readonly object?: 'realtime.item';
  readonly name: string;
  readonly call_id: string;
  readonly arguments: string;
  readonly status: ResponseItemStatus;
};

/** A function call output item within a conversation. */
export type ResponseFunctionCallOutputItem = {
  readonly type: 'function_call_output';
  readonly id?: string;
  readonly object?: 'realtime.item';
  readonly call_id: string;
  readonly output: string;
  readonly name?: string;
  readonly status?: ResponseItemStatus;
};

/** Details for an incomplete response. */
export type ResponseIncompleteDetails = {
  readonly type: 'incomplete';
  readonly reason?: 'max_output_tokens' | 'content_filter';
};

/** Base for any response item; discriminated by `type`. */
export type ResponseItem =
  | ResponseFileSearchCallItem
  | ResponseFunctionCallItem
  | ResponseFunctionCallOutputItem
  | ResponseMCPApprovalRequestItem
  | ResponseMCPApprovalResponseItem
  | ResponseMCPCallItem
  | ResponseMCPListToolItem
  | ResponseMessageItem
  | ResponseWebSearchCallItem
  | ResponseFoundryAgentCallItem;

/** Indicates the processing status of a response item. */
export type ResponseItemStatus = 'in_progress' | 'completed' | 'incomplete';

/** A response item that represents a request for approval to call an MCP tool. */
export type ResponseMCPApprovalRequestItem = {
  readonly type: 'mcp_approval_request';
  readonly id?: string;
  readonly object?: 'realtime.item';
  /** The arguments for the tool call. */
  readonly arguments?: string;
  /** The name of the tool to call. */
  readonly name: string;
  /** The label of the server that provides the tool. */
  readonly server_label: string;
};

/** A response item that represents a response to an MCP approval request. */
export type ResponseMCPApprovalResponseItem = {
  readonly type: 'mcp_approval_response';
  readonly id?: string;
  readonly object?: 'realtime.item';
  /** The ID of the approval request. */
  readonly approval_request_id: string;
  /** Whether the tool call was approved. */
  readonly approve: boolean;
  /** The reason for the approval decision. */
  readonly reason?: string;
};

/** A response item that represents a call to an MCP tool. */
export type ResponseMCPCallItem = {
  readonly type: 'mcp_call';
  readonly id?: string;
  readonly object?: 'realtime.item';
  /** The ID of the approval request, if any. */
  readonly approval_request_id?: string;
  /** The arguments for the tool call. */
  readonly arguments: string;
  /** The label of the server that provides the tool. */
  readonly server_label: string;
  /** The name of the tool to call. */
  readonly name: string;
  /** The output of the tool call. */
  readonly output?: string;
  /** The error, if any, from the tool call. */
  readonly error?: JsonValue;
};

/** A response item that lists the tools available on an MCP server. */
export type ResponseMCPListToolItem = {
  readonly type: 'mcp_list_tools';
  readonly id?: string;
  readonly object?: 'realtime.item';
  /** The tools available on the server. */
  readonly tools?: readonly MCPTool[];
  /** The label of the server that provides the tools. */
  readonly server_label: string;
};

/** Base type for message item within a conversation. */
export type ResponseMessageItem = {
  readonly type: 'message';
  readonly id?: string;
  readonly object?: 'realtime.item';
  readonly role: MessageRole;
  readonly content?: readonly ContentPart[];
  readonly status: ResponseItemStatus;
  readonly phase?: string;
};

/** Text of an assistant message that a client has put into the history. */
export type ResponseOutputTextContentPart = {
  readonly type: 'output_text';
  readonly text?: string;
};

/** Base for session configuration in the response. */
export type ResponseSession = {
  /** The model for the session. */
  readonly model?: string;
  /** The modalities to be used in the session. */
  readonly modalities?: readonly Modality[];
  /** The animation configuration for the session. */
  readonly animation?: Animation;
  /** The voice configuration for the session. */
  readonly voice?: Voice;
  /** Optional instructions to guide the model's behavior throughout the session. */
  readonly instructions?: string;
  /** Input audio sampling rate in Hz. Default: 24000. */
  readonly input_audio_sampling_rate?: number;
  /** Input audio format. Default: "pcm16". */
  readonly input_audio_format?: InputAudioFormat;
  /** Output audio format. Default: "pcm16". */
  readonly output_audio_format?: OutputAudioFormat;
  /** Type of turn detection to use. */
  readonly turn_detection?: TurnDetection;
  /** Configuration for input audio noise reduction. */
  readonly input_audio_noise_reduction?: AudioNoiseReduction;
  /** Configuration for echo cancellation during server-side audio processing. */
  readonly input_audio_echo_cancellation?: AudioEchoCancellation;
  /** Configuration for avatar streaming and behavior during the session. */
  readonly avatar?: AvatarConfig;
  /** Configuration for input audio transcription. */
  readonly input_audio_transcription?: AudioInputTranscriptionOptions;
  /** Types of timestamps to include in audio response content. */
  readonly output_audio_timestamp_types?: readonly AudioTimestampType[];
  /** Configuration for tools to be used during the session, if applicable. */
  readonly tools?: readonly Tool[];
  /** Specifies which tools the model is allowed to call during the session. */
  readonly tool_choice?: ToolChoice;
  /** Controls the randomness of the model's output. */
  readonly temperature?: number;
  /** Maximum number of tokens to generate in the response. */
  readonly max_response_output_tokens?: number | 'inf';
  /** Constrains effort on reasoning for reasoning models. */
  readonly reasoning_effort?: ReasoningEffort;
  /** Configuration for interim response generation during latency or tool calls. */
  readonly interim_response?: InterimResponseConfig;
  /** List of include options for the session (e.g., logprobs, phrases, file search results). */
  readonly include?: readonly SessionIncludeOption[];
  /** Set of up to 16 key-value pairs that can be attached to the session. */
  readonly metadata?: Readonly<Record<string, string>>;
  /** The agent configuration for the session, if applicable. */
  readonly agent?: AgentConfig;
  /** The unique identifier for the session. */
  readonly id?: string;
  readonly parallel_tool_calls?: boolean;
  readonly object?: 'realtime.session';
  readonly expires_at?: number;
  readonly truncation_strategy?: JsonValue;
  readonly greeting?: JsonValue;
  readonly handoff?: JsonValue;
};

/** Terminal status of a response. */
export type ResponseStatus = 'completed' | 'cancelled' | 'failed' | 'incomplete' | 'in_progress';

/** Base for all non-success response details. */
export type ResponseStatusDetails =
  ResponseCancelledDetails | ResponseFailedDetails | ResponseIncompleteDetails;

/** A text content part for a response. */
export type ResponseTextContentPart = { readonly type: 'text'; readonly text?: string };

/** A response item that represents a web search call. */
export type ResponseWebSearchCallItem = {
  readonly type: 'web_search_call';
  /** The unique ID of the web search tool call. */
  readonly id?: string;
  readonly object?: 'realtime.item';
  /** The status of the web search tool call. */
  readonly status: 'in_progress' | 'searching' | 'completed' | 'failed';
};

/** Error details for RTC call errors. */
export type RtcCallErrorDetails = {
  /** The error category: `invalid_request_error` or `server_error`. */
  readonly type: string;
  /** A machine-readable error code. */
  readonly code?: string;
  /** A human-readable error description. */
  readonly message: string;
};

export type Scene = {
  /** Zoom level of the avatar. Default: 0. */
  readonly zoom?: number;
  /** Horizontal position of the avatar. Default: 0. */
  readonly position_x?: number;
  /** Vertical position of the avatar. Default: 0. */
  readonly position_y?: number;
  /** Rotation around the X-axis (pitch). Default: 0. */
  readonly rotation_x?: number;
  /** Rotation around the Y-axis (yaw). Default: 0. */
  readonly rotation_y?: number;
  /** Rotation around the Z-axis (roll). Default: 0. */
  readonly rotation_z?: number;
  /** Amplitude of the avatar movement. Default: 0. */
  readonly amplitude?: number;
};

/** Turn detection by a model of OpenAI; realtime model class only. */
export type SemanticVad = {
  readonly type: 'semantic_vad';
  readonly eagerness?: 'auto' | 'low' | 'medium' | 'high';
  /** Default: true. */
  readonly create_response?: boolean;
  /** Default: true. */
  readonly interrupt_response?: boolean;
  readonly auto_truncate?: boolean;
};

/** A voicelive server event. */
export type ServerEvent =
  | ServerEventConversationItemCreated
  | ServerEventConversationItemDeleted
  | ServerEventConversationItemInputAudioTranscriptionCompleted
  | ServerEventConversationItemInputAudioTranscriptionDelta
  | ServerEventConversationItemInputAudioTranscriptionFailed
  | ServerEventConversationItemRetrieved
  | ServerEventConversationItemTruncated
  | ServerEventError
  | ServerEventInputAudioBufferCleared
  | ServerEventInputAudioBufferCommitted
  | ServerEventInputAudioBufferSpeechStarted
  | ServerEventInputAudioBufferSpeechStopped
  | ServerEventMcpListToolsCompleted
  | ServerEventMcpListToolsFailed
  | ServerEventMcpListToolsInProgress
  | ServerEventOutputAudioBufferCleared
  | ServerEventOutputAudioBufferStarted
  | ServerEventOutputAudioBufferStopped
  | ServerEventResponseAnimationBlendshapeDelta
  | ServerEventResponseAnimationBlendshapeDone
  | ServerEventResponseAnimationVisemeDelta
  | ServerEventResponseAnimationVisemeDone
  | ServerEventResponseAudioDelta
  | ServerEventResponseAudioDone
  | ServerEventResponseAudioTimestampDelta
  | ServerEventResponseAudioTimestampDone
  | ServerEventResponseAudioTranscriptAnnotationAdded
  | ServerEventResponseAudioTranscriptDelta
  | ServerEventResponseAudioTranscriptDone
  | ServerEventResponseContentPartAdded
  | ServerEventResponseContentPartDone
  | ServerEventResponseCreated
  | ServerEventResponseDone
  | ServerEventResponseFileSearchCallCompleted
  | ServerEventResponseFileSearchCallInProgress
  | ServerEventResponseFileSearchCallSearching
  | ServerEventResponseFunctionCallArgumentsDelta
  | ServerEventResponseFunctionCallArgumentsDone
  | ServerEventResponseInvocationDelta
  | ServerEventResponseMcpCallArgumentsDelta
  | ServerEventResponseMcpCallArgumentsDone
  | ServerEventResponseMcpCallCompleted
  | ServerEventResponseMcpCallFailed
  | ServerEventResponseMcpCallInProgress
  | ServerEventResponseOutputItemAdded
  | ServerEventResponseOutputItemDone
  | ServerEventResponseTextDelta
  | ServerEventResponseTextDone
  | ServerEventResponseVideoDelta
  | ServerEventResponseWebSearchCallCompleted
  | ServerEventResponseWebSearchCallInProgress
  | ServerEventResponseWebSearchCallSearching
  | ServerEventRtcCallError
  | ServerEventRtcCallSdpCreated
  | ServerEventSessionAvatarConnecting
  | ServerEventSessionAvatarSwitchToIdle
  | ServerEventSessionAvatarSwitchToSpeaking
  | ServerEventSessionCreated
  | ServerEventSessionUpdated
  | ServerEventWarning
  | ServerEventConversationItemDone
  | ServerEventRateLimitsUpdated
  | ServerEventResponseFoundryAgentCallArgumentsDelta
  | ServerEventResponseFoundryAgentCallArgumentsDone
  | ServerEventResponseFoundryAgentCallInProgress
  | ServerEventResponseFoundryAgentCallCompleted
  | ServerEventResponseFoundryAgentCallFailed;

/** Returned when a conversation item is created. */
export type ServerEventConversationItemCreated = {
  readonly type: 'conversation.item.created';
  readonly event_id?: string;
  readonly previous_item_id?: string;
  readonly item?: ResponseItem;
};

export type ServerEventConversationItemDeleted = {
  readonly type: 'conversation.item.deleted';
  readonly event_id?: string;
  /** The ID of the item that was deleted. */
  readonly item_id: string;
};

/** A conversation item is complete. */
export type ServerEventConversationItemDone = {
  readonly type: 'conversation.item.done';
  readonly event_id?: string;
  readonly previous_item_id?: string;
  readonly item?: ResponseItem;
};

export type ServerEventConversationItemInputAudioTranscriptionCompleted = {
  readonly type: 'conversation.item.input_audio_transcription.completed';
  readonly event_id?: string;
  /** The ID of the user message item containing the audio. */
  readonly item_id: string;
  /** The index of the content part containing the audio. */
  readonly content_index: number;
  /** The transcribed text. */
  readonly transcript: string;
  /** The log probabilities of the transcription tokens. */
  readonly logprobs?: readonly LogProbProperties[];
  /** The transcription phrases with timing information. */
  readonly phrases?: readonly TranscriptionPhrase[];
  readonly language?: string;
};

/** Returned when the text value of an input audio transcription content part is updated. */
export type ServerEventConversationItemInputAudioTranscriptionDelta = {
  readonly type: 'conversation.item.input_audio_transcription.delta';
  readonly event_id?: string;
  /** The ID of the item. */
  readonly item_id: string;
  /** The index of the content part in the item's content array. */
  readonly content_index?: number;
  /** The text delta. */
  readonly delta?: string;
  /** The log probabilities of the transcription. */
  readonly logprobs?: readonly LogProbProperties[];
};

export type ServerEventConversationItemInputAudioTranscriptionFailed = {
  readonly type: 'conversation.item.input_audio_transcription.failed';
  readonly event_id?: string;
  /** The ID of the user message item. */
  readonly item_id: string;
  /** The index of the content part containing the audio. */
  readonly content_index: number;
  /** Details of the transcription error. */
  readonly error: VoiceLiveErrorDetails;
};

/** Returned when a conversation item is retrieved with `conversation.item.retrieve`. */
export type ServerEventConversationItemRetrieved = {
  readonly type: 'conversation.item.retrieved';
  readonly event_id?: string;
  readonly item?: ResponseItem;
};

export type ServerEventConversationItemTruncated = {
  readonly type: 'conversation.item.truncated';
  readonly event_id?: string;
  /** The ID of the assistant message item that was truncated. */
  readonly item_id: string;
  /** The index of the content part that was truncated. */
  readonly content_index: number;
  /** The duration up to which the audio was truncated, in milliseconds. */
  readonly audio_end_ms: number;
};

/** Returned when an error occurs, which could be a client problem or a server problem. */
export type ServerEventError = {
  readonly type: 'error';
  readonly event_id?: string;
  /** Details of the error. */
  readonly error: ServerEventErrorDetails;
};

/** Details of the error. */
export type ServerEventErrorDetails = {
  /** The type of error (e.g., "invalid_request_error", "server_error"). */
  readonly type?: string;
  /** Error code, if any. */
  readonly code?: string;
  /** A human-readable error message. */
  readonly message: string;
  /** Parameter related to the error, if any. */
  readonly param?: string;
  /** The event_id of the client event that caused the error, if applicable. */
  readonly event_id?: string;
};

export type ServerEventInputAudioBufferCleared = {
  readonly type: 'input_audio_buffer.cleared';
  readonly event_id?: string;
};

export type ServerEventInputAudioBufferCommitted = {
  readonly type: 'input_audio_buffer.committed';
  readonly event_id?: string;
  /** The ID of the preceding item after which the new item will be inserted. */
  readonly previous_item_id?: string;
  /** The ID of the user message item that will be created. */
  readonly item_id: string;
};

export type ServerEventInputAudioBufferSpeechStarted = {
  readonly type: 'input_audio_buffer.speech_started';
  readonly event_id?: string;
  readonly audio_start_ms: number;
  /** The ID of the user message item that will be created when speech stops. */
  readonly item_id: string;
};

export type ServerEventInputAudioBufferSpeechStopped = {
  readonly type: 'input_audio_buffer.speech_stopped';
  readonly event_id?: string;
  /** Milliseconds since the session started when speech stopped. */
  readonly audio_end_ms: number;
  /** The ID of the user message item that will be created. */
  readonly item_id: string;
};

/** MCP list tools completed message. */
export type ServerEventMcpListToolsCompleted = {
  readonly type: 'mcp_list_tools.completed';
  readonly event_id?: string;
  /** The item ID. */
  readonly item_id: string;
};

/** MCP list tools failed message. */
export type ServerEventMcpListToolsFailed = {
  readonly type: 'mcp_list_tools.failed';
  readonly event_id?: string;
  /** The item ID. */
  readonly item_id: string;
};

/** MCP list tools in progress message. */
export type ServerEventMcpListToolsInProgress = {
  readonly type: 'mcp_list_tools.in_progress';
  readonly event_id?: string;
  /** The item ID. */
  readonly item_id: string;
};

/** Returned when the output audio buffer has been cleared. */
export type ServerEventOutputAudioBufferCleared = {
  readonly type: 'output_audio_buffer.cleared';
  readonly event_id?: string;
};

/** Returned when model audio output starts playing. */
export type ServerEventOutputAudioBufferStarted = {
  readonly type: 'output_audio_buffer.started';
  readonly event_id?: string;
  /** The ID of the response whose audio started playing. */
  readonly response_id?: string;
};

/** Returned when model audio output finishes playing. */
export type ServerEventOutputAudioBufferStopped = {
  readonly type: 'output_audio_buffer.stopped';
  readonly event_id?: string;
  /** The ID of the response whose audio stopped playing. */
  readonly response_id?: string;
};

/** The rate limits after a response; never seen on a recording. */
export type ServerEventRateLimitsUpdated = {
  readonly type: 'rate_limits.updated';
  readonly event_id?: string;
  readonly rate_limits: readonly RateLimit[];
};

export type ServerEventResponseAnimationBlendshapeDelta = {
  readonly type: 'response.animation_blendshapes.delta';
  readonly event_id?: string;
  readonly response_id: string;
  readonly item_id: string;
  readonly output_index: number;
  readonly content_index: number;
  readonly frames: readonly (readonly number[])[] | string;
  readonly frame_index: number;
};

export type ServerEventResponseAnimationBlendshapeDone = {
  readonly type: 'response.animation_blendshapes.done';
  readonly event_id?: string;
  readonly response_id: string;
  readonly item_id: string;
  readonly output_index: number;
};

/** Represents a viseme ID delta update for animation based on audio. */
export type ServerEventResponseAnimationVisemeDelta = {
  readonly type: 'response.animation_viseme.delta';
  readonly event_id?: string;
  readonly response_id: string;
  readonly item_id: string;
  readonly output_index: number;
  readonly content_index: number;
  readonly audio_offset_ms: number;
  readonly viseme_id: number;
};

/** Indicates completion of viseme animation delivery for a response. */
export type ServerEventResponseAnimationVisemeDone = {
  readonly type: 'response.animation_viseme.done';
  readonly event_id?: string;
  readonly response_id: string;
  readonly item_id: string;
  readonly output_index: number;
  readonly content_index: number;
};

/** Returned when the model-generated audio is updated. */
export type ServerEventResponseAudioDelta = {
  readonly type: 'response.audio.delta';
  readonly event_id?: string;
  /** The ID of the response. */
  readonly response_id: string;
  /** The ID of the item. */
  readonly item_id: string;
  /** The index of the output item in the response. */
  readonly output_index: number;
  /** The index of the content part in the item's content array. */
  readonly content_index: number;
  /** Base64-encoded audio data delta. */
  readonly delta: string;
};

/** Returned when the model-generated audio is done. */
export type ServerEventResponseAudioDone = {
  readonly type: 'response.audio.done';
  readonly event_id?: string;
  /** The ID of the response. */
  readonly response_id: string;
  /** The ID of the item. */
  readonly item_id: string;
  /** The index of the output item in the response. */
  readonly output_index: number;
  /** The index of the content part in the item's content array. */
  readonly content_index: number;
};

/** Represents a word-level audio timestamp delta for a response. */
export type ServerEventResponseAudioTimestampDelta = {
  readonly type: 'response.audio_timestamp.delta';
  readonly event_id?: string;
  readonly response_id: string;
  readonly item_id: string;
  readonly output_index: number;
  readonly content_index: number;
  readonly audio_offset_ms: number;
  readonly audio_duration_ms: number;
  readonly text: string;
  readonly timestamp_type: 'word';
};

/** Indicates completion of audio timestamp delivery for a response. */
export type ServerEventResponseAudioTimestampDone = {
  readonly type: 'response.audio_timestamp.done';
  readonly event_id?: string;
  readonly response_id: string;
  readonly item_id: string;
  readonly output_index: number;
  readonly content_index: number;
};

/** Returned when an audio transcript annotation is added to a response. */
export type ServerEventResponseAudioTranscriptAnnotationAdded = {
  readonly type: 'response.audio_transcript.annotation.added';
  readonly event_id?: string;
  /** The ID of the response. */
  readonly response_id: string;
  /** The ID of the item. */
  readonly item_id: string;
  /** The index of the output item in the response. */
  readonly output_index: number;
  /** The index of the content part in the item's content array. */
  readonly content_index: number;
  /** The index of the annotation. */
  readonly annotation_index: number;
  /** The annotation object. */
  readonly annotation: JsonValue;
};

/** Returned when the model-generated transcription of audio output is updated. */
export type ServerEventResponseAudioTranscriptDelta = {
  readonly type: 'response.audio_transcript.delta';
  readonly event_id?: string;
  /** The ID of the response. */
  readonly response_id: string;
  /** The ID of the item. */
  readonly item_id: string;
  /** The index of the output item in the response. */
  readonly output_index: number;
  /** The index of the content part in the item's content array. */
  readonly content_index: number;
  /** The transcript delta. */
  readonly delta: string;
};

/** Returned when the model-generated transcription of audio output is done streaming. */
export type ServerEventResponseAudioTranscriptDone = {
  readonly type: 'response.audio_transcript.done';
  readonly event_id?: string;
  /** The ID of the response. */
  readonly response_id: string;
  /** The ID of the item. */
  readonly item_id: string;
  /** The index of the output item in the response. */
  readonly output_index: number;
  /** The index of the content part in the item's content array. */
  readonly content_index: number;
  /** The final transcript of the audio. */
  readonly transcript: string;
};

export type ServerEventResponseContentPartAdded = {
  readonly type: 'response.content_part.added';
  readonly event_id?: string;
  /** The ID of the response. */
  readonly response_id: string;
  /** The ID of the item to which the content part was added. */
  readonly item_id: string;
  /** The index of the output item in the response. */
  readonly output_index: number;
  /** The index of the content part in the item's content array. */
  readonly content_index: number;
  /** The content part that was added. */
  readonly part: ContentPart;
};

/** Returned when a content part is done streaming in an assistant message item. */
export type ServerEventResponseContentPartDone = {
  readonly type: 'response.content_part.done';
  readonly event_id?: string;
  /** The ID of the response. */
  readonly response_id: string;
  /** The ID of the item. */
  readonly item_id: string;
  /** The index of the output item in the response. */
  readonly output_index: number;
  /** The index of the content part in the item's content array. */
  readonly content_index: number;
  /** The content part that is done. */
  readonly part: ContentPart;
};

/** Returned when a new Response is created. */
export type ServerEventResponseCreated = {
  readonly type: 'response.created';
  readonly event_id?: string;
  readonly response: Response;
};

/** Returned when a Response is done streaming. */
export type ServerEventResponseDone = {
  readonly type: 'response.done';
  readonly event_id?: string;
  readonly response: Response;
};

/** Returned when a file search call has completed. */
export type ServerEventResponseFileSearchCallCompleted = {
  readonly type: 'response.file_search_call.completed';
  readonly event_id?: string;
  /** The ID of the response. */
  readonly response_id: string;
  /** The ID of the item. */
  readonly item_id: string;
  /** The index of the output item in the response. */
  readonly output_index: number;
  /** The sequence number of the file search call. */
  readonly sequence_number: number;
};

/** Returned when a file search call is in progress. */
export type ServerEventResponseFileSearchCallInProgress = {
  readonly type: 'response.file_search_call.in_progress';
  readonly event_id?: string;
  /** The ID of the response. */
  readonly response_id: string;
  /** The ID of the item. */
  readonly item_id: string;
  /** The index of the output item in the response. */
  readonly output_index: number;
  /** The sequence number of the file search call. */
  readonly sequence_number: number;
};

/** Returned when a file search call is searching. */
export type ServerEventResponseFileSearchCallSearching = {
  readonly type: 'response.file_search_call.searching';
  readonly event_id?: string;
  /** The ID of the response. */
  readonly response_id: string;
  /** The ID of the item. */
  readonly item_id: string;
  /** The index of the output item in the response. */
  readonly output_index: number;
  /** The sequence number of the file search call. */
  readonly sequence_number: number;
};

/** A piece of the arguments of a Foundry agent call. */
export type ServerEventResponseFoundryAgentCallArgumentsDelta = {
  readonly type: 'response.foundry_agent_call_arguments.delta';
  readonly event_id?: string;
  readonly response_id: string;
  readonly item_id: string;
  readonly output_index: number;
  readonly delta: string;
  readonly obfuscation?: string;
};

/** The arguments of a Foundry agent call are complete. */
export type ServerEventResponseFoundryAgentCallArgumentsDone = {
  readonly type: 'response.foundry_agent_call_arguments.done';
  readonly event_id?: string;
  readonly response_id: string;
  readonly item_id: string;
  readonly output_index: number;
  readonly arguments?: string;
};

/** A Foundry agent call has succeeded. */
export type ServerEventResponseFoundryAgentCallCompleted = {
  readonly type: 'response.foundry_agent_call.completed';
  readonly event_id?: string;
  readonly item_id: string;
  readonly output_index: number;
  readonly agent_response_id?: string;
};

/** A Foundry agent call has failed. */
export type ServerEventResponseFoundryAgentCallFailed = {
  readonly type: 'response.foundry_agent_call.failed';
  readonly event_id?: string;
  readonly item_id: string;
  readonly output_index: number;
  readonly agent_response_id?: string;
};

/** A Foundry agent call has started. */
export type ServerEventResponseFoundryAgentCallInProgress = {
  readonly type: 'response.foundry_agent_call.in_progress';
  readonly event_id?: string;
  readonly item_id: string;
  readonly output_index: number;
  readonly agent_response_id?: string;
};

/** Returned when the model-generated function call arguments are updated. */
export type ServerEventResponseFunctionCallArgumentsDelta = {
  readonly type: 'response.function_call_arguments.delta';
  readonly event_id?: string;
  /** The ID of the response. */
  readonly response_id: string;
  /** The ID of the function call item. */
  readonly item_id: string;
  /** The index of the output item in the response. */
  readonly output_index: number;
  /** The ID of the function call. */
  readonly call_id: string;
  /** The arguments delta as a JSON string. */
  readonly delta: string;
  readonly obfuscation?: string;
};

/** Returned when the model-generated function call arguments are done streaming. */
export type ServerEventResponseFunctionCallArgumentsDone = {
  readonly type: 'response.function_call_arguments.done';
  readonly event_id?: string;
  /** The ID of the response. */
  readonly response_id: string;
  /** The ID of the function call item. */
  readonly item_id: string;
  /** The index of the output item in the response. */
  readonly output_index: number;
  /** The ID of the function call. */
  readonly call_id: string;
  /** The final arguments as a JSON string. */
  readonly arguments: string;
  /** The name of the function call. */
  readonly name?: string;
};

export type ServerEventResponseInvocationDelta = {
  readonly type: 'response.invocation.delta';
  readonly event_id?: string;
  /** The raw event data from the hosted agent invocation. */
  readonly delta: JsonObject;
};

/** Represents a delta update of the arguments for an MCP tool call. */
export type ServerEventResponseMcpCallArgumentsDelta = {
  readonly type: 'response.mcp_call_arguments.delta';
  readonly event_id?: string;
  /** The delta of the arguments. */
  readonly delta: string;
  /** The ID of the item associated with the event. */
  readonly item_id: string;
  /** The ID of the response associated with the event. */
  readonly response_id: string;
  /** The index of the output associated with the event. */
  readonly output_index: number;
  /** The obfuscation of the arguments. */
  readonly obfuscation?: string;
};

/** Indicates the completion of the arguments for an MCP tool call. */
export type ServerEventResponseMcpCallArgumentsDone = {
  readonly type: 'response.mcp_call_arguments.done';
  readonly event_id?: string;
  /** The ID of the item associated with the event. */
  readonly item_id: string;
  /** The ID of the response associated with the event. */
  readonly response_id: string;
  /** The index of the output associated with the event. */
  readonly output_index: number;
  /** The full arguments for the tool call. */
  readonly arguments?: string;
};

/** Indicates the MCP call has completed. */
export type ServerEventResponseMcpCallCompleted = {
  readonly type: 'response.mcp_call.completed';
  readonly event_id?: string;
  /** The ID of the item associated with the event. */
  readonly item_id: string;
  /** The index of the output associated with the event. */
  readonly output_index: number;
};

/** Indicates the MCP call has failed. */
export type ServerEventResponseMcpCallFailed = {
  readonly type: 'response.mcp_call.failed';
  readonly event_id?: string;
  /** The ID of the item associated with the event. */
  readonly item_id: string;
  /** The index of the output associated with the event. */
  readonly output_index: number;
};

/** Indicates the MCP call running. */
export type ServerEventResponseMcpCallInProgress = {
  readonly type: 'response.mcp_call.in_progress';
  readonly event_id?: string;
  /** The ID of the item associated with the event. */
  readonly item_id: string;
  /** The index of the output associated with the event. */
  readonly output_index: number;
};

/** Returned when a new Item is created during Response generation. */
export type ServerEventResponseOutputItemAdded = {
  readonly type: 'response.output_item.added';
  readonly event_id?: string;
  /** The ID of the Response to which the item belongs. */
  readonly response_id: string;
  /** The index of the output item in the Response. */
  readonly output_index: number;
  readonly item?: ResponseItem;
};

/** Returned when an Item is done streaming. */
export type ServerEventResponseOutputItemDone = {
  readonly type: 'response.output_item.done';
  readonly event_id?: string;
  /** The ID of the Response to which the item belongs. */
  readonly response_id: string;
  /** The index of the output item in the Response. */
  readonly output_index: number;
  readonly item?: ResponseItem;
};

/** Returned when the text value of a "text" content part is updated. */
export type ServerEventResponseTextDelta = {
  readonly type: 'response.text.delta';
  readonly event_id?: string;
  /** The ID of the response. */
  readonly response_id: string;
  /** The ID of the item. */
  readonly item_id: string;
  /** The index of the output item in the response. */
  readonly output_index: number;
  /** The index of the content part in the item's content array. */
  readonly content_index: number;
  /** The text delta. */
  readonly delta: string;
};

/** Returned when the text value of a "text" content part is done streaming. */
export type ServerEventResponseTextDone = {
  readonly type: 'response.text.done';
  readonly event_id?: string;
  /** The ID of the response. */
  readonly response_id: string;
  /** The ID of the item. */
  readonly item_id: string;
  /** The index of the output item in the response. */
  readonly output_index: number;
  /** The index of the content part in the item's content array. */
  readonly content_index: number;
  /** The final text content. */
  readonly text: string;
};

/** Returned when avatar video frame data is streamed. */
export type ServerEventResponseVideoDelta = {
  readonly type: 'response.video.delta';
  readonly event_id?: string;
  /** The index of the output item in the response. */
  readonly output_index: number;
  /** The codec used for the video data. */
  readonly codec: string;
  /** The base64-encoded video frame data. */
  readonly delta: string;
};

/** Returned when a web search call has completed. */
export type ServerEventResponseWebSearchCallCompleted = {
  readonly type: 'response.web_search_call.completed';
  readonly event_id?: string;
  /** The ID of the response. */
  readonly response_id: string;
  /** The ID of the item. */
  readonly item_id: string;
  /** The index of the output item in the response. */
  readonly output_index: number;
  /** The sequence number of the web search call. */
  readonly sequence_number: number;
};

/** Returned when a web search call is in progress. */
export type ServerEventResponseWebSearchCallInProgress = {
  readonly type: 'response.web_search_call.in_progress';
  readonly event_id?: string;
  /** The ID of the response. */
  readonly response_id: string;
  /** The ID of the item. */
  readonly item_id: string;
  /** The index of the output item in the response. */
  readonly output_index: number;
  /** The sequence number of the web search call. */
  readonly sequence_number: number;
};

/** Returned when a web search call is searching. */
export type ServerEventResponseWebSearchCallSearching = {
  readonly type: 'response.web_search_call.searching';
  readonly event_id?: string;
  /** The ID of the response. */
  readonly response_id: string;
  /** The ID of the item. */
  readonly item_id: string;
  /** The index of the output item in the response. */
  readonly output_index: number;
  /** The sequence number of the web search call. */
  readonly sequence_number: number;
};

/** Returned when a WebRTC call operation fails. */
export type ServerEventRtcCallError = {
  readonly type: 'rtc.call.error';
  readonly event_id?: string;
  /** The operation that caused the error (e.g., `rtc.call.sdp.create`). */
  readonly operation?: string;
  /** The RTC call identifier, if available. */
  readonly rtc_call_id?: string;
  /** The error details. */
  readonly error: RtcCallErrorDetails;
};

/** Returned when the WebRTC SDP negotiation completes successfully. */
export type ServerEventRtcCallSdpCreated = {
  readonly type: 'rtc.call.sdp.created';
  readonly event_id?: string;
  /** The unique identifier for this RTC call session. */
  readonly rtc_call_id: string;
  /** The SDP answer from the server for WebRTC negotiation. */
  readonly sdp_answer: string;
};

export type ServerEventSessionAvatarConnecting = {
  readonly type: 'session.avatar.connecting';
  readonly event_id?: string;
  /** The server's SDP answer for the avatar connection. */
  readonly server_sdp: string;
};

/** Returned when the avatar switches to idle state. */
export type ServerEventSessionAvatarSwitchToIdle = {
  readonly type: 'session.avatar.switch_to_idle';
  readonly event_id?: string;
  /** The ID of the turn associated with the avatar state change. */
  readonly turn_id?: string;
};

/** Returned when the avatar switches to speaking state. */
export type ServerEventSessionAvatarSwitchToSpeaking = {
  readonly type: 'session.avatar.switch_to_speaking';
  readonly event_id?: string;
  /** The ID of the turn associated with the avatar state change. */
  readonly turn_id?: string;
};

/** Returned when a Session is created. */
export type ServerEventSessionCreated = {
  readonly type: 'session.created';
  readonly event_id?: string;
  readonly session: ResponseSession;
};

export type ServerEventSessionUpdated = {
  readonly type: 'session.updated';
  readonly event_id?: string;
  readonly session: ResponseSession;
};

/** Server event types used in VoiceLive protocol. */
export type ServerEventType =
  | 'error'
  | 'warning'
  | 'session.avatar.connecting'
  | 'session.created'
  | 'session.updated'
  | 'conversation.item.input_audio_transcription.completed'
  | 'conversation.item.input_audio_transcription.delta'
  | 'conversation.item.input_audio_transcription.failed'
  | 'conversation.item.created'
  | 'conversation.item.retrieved'
  | 'conversation.item.truncated'
  | 'conversation.item.deleted'
  | 'input_audio_buffer.committed'
  | 'input_audio_buffer.cleared'
  | 'input_audio_buffer.speech_started'
  | 'input_audio_buffer.speech_stopped'
  | 'response.created'
  | 'response.done'
  | 'response.output_item.added'
  | 'response.output_item.done'
  | 'response.content_part.added'
  | 'response.content_part.done'
  | 'response.text.delta'
  | 'response.text.done'
  | 'response.audio_transcript.delta'
  | 'response.audio_transcript.done'
  | 'response.audio.delta'
  | 'response.audio.done'
  | 'response.animation_blendshapes.delta'
  | 'response.animation_blendshapes.done'
  | 'response.audio_timestamp.delta'
  | 'response.audio_timestamp.done'
  | 'response.animation_viseme.delta'
  | 'response.animation_viseme.done'
  | 'response.function_call_arguments.delta'
  | 'response.function_call_arguments.done'
  | 'mcp_list_tools.in_progress'
  | 'mcp_list_tools.completed'
  | 'mcp_list_tools.failed'
  | 'response.mcp_call_arguments.delta'
  | 'response.mcp_call_arguments.done'
  | 'response.mcp_call.in_progress'
  | 'response.mcp_call.completed'
  | 'response.mcp_call.failed'
  | 'session.avatar.switch_to_speaking'
  | 'session.avatar.switch_to_idle'
  | 'response.video.delta'
  | 'response.web_search_call.searching'
  | 'response.web_search_call.in_progress'
  | 'response.web_search_call.completed'
  | 'response.file_search_call.searching'
  | 'response.file_search_call.in_progress'
  | 'response.file_search_call.completed'
  | 'output_audio_buffer.cleared'
  | 'response.audio_transcript.annotation.added'
  | 'response.invocation.delta'
  | 'rtc.call.sdp.created'
  | 'rtc.call.error'
  | 'output_audio_buffer.started'
  | 'output_audio_buffer.stopped'
  | 'conversation.item.done'
  | 'rate_limits.updated'
  | 'response.foundry_agent_call_arguments.delta'
  | 'response.foundry_agent_call_arguments.done'
  | 'response.foundry_agent_call.in_progress'
  | 'response.foundry_agent_call.completed'
  | 'response.foundry_agent_call.failed';

/** Returned when a warning occurs that does not interrupt the conversation flow. */
export type ServerEventWarning = {
  readonly type: 'warning';
  readonly event_id?: string;
  /** Details of the warning. */
  readonly warning: ServerEventWarningDetails;
};

/** Details of the warning. */
export type ServerEventWarningDetails = {
  /** A human-readable warning message. */
  readonly message: string;
  /** Warning code, if any. */
  readonly code?: string;
  /** Parameter related to the warning, if any. */
  readonly param?: string;
};

/** Base model for VAD-based turn detection. */
export type ServerVad = {
  readonly type: 'server_vad';
  /** Activation threshold for VAD detection. */
  readonly threshold?: number;
  /** Amount of audio to include before speech is detected, in milliseconds. */
  readonly prefix_padding_ms?: number;
  /** Duration of silence required to end speech detection, in milliseconds. */
  readonly silence_duration_ms?: number;
  /** Configuration for end-of-utterance detection. */
  readonly end_of_utterance_detection?: EouDetection;
  /** Whether to automatically truncate the audio buffer when speech stops. Default: false. */
  readonly auto_truncate?: boolean;
  /** Whether to automatically create a response when speech stops. Default: true. */
  readonly create_response?: boolean;
  /** Whether to allow the user's speech to interrupt the assistant's response. Default: true. */
  readonly interrupt_response?: boolean;
  readonly idle_timeout_ms?: number;
  readonly appended_text_after_truncation?: string;
  readonly speech_duration_ms?: number;
};

/** VoiceLive session object configuration. */
export type SessionBase = JsonObject;

/** Options for what additional data to include in session responses. */
export type SessionIncludeOption =
  | 'item.input_audio_transcription.logprobs'
  | 'item.input_audio_transcription.phrases'
  | 'file_search_call.results';

/** End-of-turn detection by the audio instead of the text; any model class; preview. */
export type SmartEndOfTurnDetection = {
  readonly model: 'smart_end_of_turn_detection';
  readonly threshold_level?: EouThresholdLevel;
  readonly timeout_ms?: number;
  readonly threshold?: number;
  readonly timeout?: number;
};

/** Configuration for static interim response generation. */
export type StaticInterimResponseConfig = {
  readonly type: 'static_interim_response';
  /** List of triggers that can fire the interim response. Default: ["latency"]. */
  readonly triggers?: readonly InterimResponseTrigger[];
  /** Latency threshold in milliseconds before triggering interim response. */
  readonly latency_threshold_ms?: number;
  /** List of interim response text options to randomly select from. */
  readonly texts?: readonly string[];
};

/** A system message item within a conversation. */
export type SystemMessageItem = {
  readonly type: 'message';
  readonly id?: string;
  readonly role: 'system';
  /** The content parts of the message. */
  readonly content: readonly MessageContentPart[];
  /** Processing status of the message item. */
  readonly status?: ItemParamStatus;
};

/** Overall usage statistics for a response. */
export type TokenUsage = {
  /** Total number of tokens (input + output). */
  readonly total_tokens: number;
  /** Number of input tokens. */
  readonly input_tokens: number;
  /** Number of output tokens. */
  readonly output_tokens: number;
  /** Detailed breakdown of input tokens. */
  readonly input_token_details?: InputTokenDetails;
  /** Detailed breakdown of output tokens. */
  readonly output_token_details?: OutputTokenDetails;
};

/** The base representation of a voicelive tool definition. */
export type Tool = FunctionTool | MCPServer | FoundryAgentTool;

export type ToolChoice = ToolChoiceLiteral | ToolChoiceObject;

/** The representation of a voicelive tool_choice selecting a named function tool. */
export type ToolChoiceFunctionObject = { readonly type: 'function'; readonly name: string };

export type ToolChoiceLiteral = 'auto' | 'none' | 'required';

/** A base representation for a voicelive tool_choice selecting a named tool. */
export type ToolChoiceObject = ToolChoiceFunctionObject;

/** The supported tool type discriminators for voicelive tools. */
export type ToolType = 'function' | 'mcp' | 'foundry_agent';

/** A transcribed phrase with timing information. */
export type TranscriptionPhrase = {
  /** Offset from the start of the audio in milliseconds. */
  readonly offset_milliseconds: number;
  /** Duration of the phrase in milliseconds. */
  readonly duration_milliseconds: number;
  /** The transcribed text of the phrase. */
  readonly text: string;
  /** The individual words in the phrase with timing information. */
  readonly words?: readonly TranscriptionWord[];
  /** The locale of the transcription (e.g., 'en-US'). */
  readonly locale?: string;
  /** The confidence score of the transcription. */
  readonly confidence?: number;
};

/** A time-stamped word in the transcription. */
export type TranscriptionWord = {
  /** The transcribed word text. */
  readonly text: string;
  /** Offset from the start of the audio in milliseconds. */
  readonly offset_milliseconds: number;
  /** Duration of the word in milliseconds. */
  readonly duration_milliseconds: number;
};

/** Top-level union for turn detection configuration. */
export type TurnDetection =
  | AzureSemanticVad
  | AzureSemanticVadEn
  | AzureSemanticVadMultilingual
  | ServerVad
  | SemanticVad
  | NoTurnDetection
  | NoTurnDetectionCapitalised;

export type TurnDetectionType =
  | 'server_vad'
  | 'azure_semantic_vad'
  | 'azure_semantic_vad_en'
  | 'azure_semantic_vad_multilingual'
  | 'semantic_vad'
  | 'none'
  | 'None';

/** A user message item within a conversation. */
export type UserMessageItem = {
  readonly type: 'message';
  readonly id?: string;
  readonly role: 'user';
  /** The content parts of the message. */
  readonly content: readonly MessageContentPart[];
  /** Processing status of the message item. */
  readonly status?: ItemParamStatus;
};

/** Defines a video crop rectangle using top-left and bottom-right coordinates. */
export type VideoCrop = {
  /** Top-left corner of the crop region. */
  readonly top_left: readonly number[];
  /** Bottom-right corner of the crop region. */
  readonly bottom_right: readonly number[];
};

/** Video streaming parameters for avatar. */
export type VideoParams = {
  /** Bitrate in bits per second (e.g., 2000000 for 2 Mbps). Default: 2000000. */
  readonly bitrate?: number;
  /** Codec to use for encoding. Default: "h264". */
  readonly codec?: 'h264';
  /** Optional cropping settings for the video stream. */
  readonly crop?: VideoCrop;
  /** Optional resolution settings for the video stream. */
  readonly resolution?: VideoResolution;
  /** Optional background settings for the video. */
  readonly background?: Background;
  /** Group of Pictures (GOP) size for video encoding. Default: 10. */
  readonly gop_size?: number;
};

/** Resolution of the video feed in pixels. */
export type VideoResolution = {
  /** Width of the video in pixels. */
  readonly width: number;
  /** Height of the video in pixels. */
  readonly height: number;
};

export type Voice = string | OpenAIVoice | AzureVoice | AzureRealtimeNativeVoice;

/** Error object returned in case of API failure. */
export type VoiceLiveErrorDetails = {
  /** Error code, or null if unspecified. */
  readonly code?: string;
  /** Human-readable error message. */
  readonly message: string;
  /** Parameter name related to the error, if applicable. */
  readonly param?: string;
  /** Type or category of the error. */
  readonly type?: string;
  /** Event id of the error. */
  readonly event_id?: string;
};

/** Every definition by its name. */
export interface Definitions {
  readonly ActionFind: ActionFind;
  readonly ActionOpenPage: ActionOpenPage;
  readonly ActionSearch: ActionSearch;
  readonly ActionSearchSource: ActionSearchSource;
  readonly AgentConfig: AgentConfig;
  readonly Animation: Animation;
  readonly AnimationOutputType: AnimationOutputType;
  readonly AssistantMessageItem: AssistantMessageItem;
  readonly AudioEchoCancellation: AudioEchoCancellation;
  readonly AudioInputTranscriptionModel: AudioInputTranscriptionModel;
  readonly AudioInputTranscriptionOptions: AudioInputTranscriptionOptions;
  readonly AudioNoiseReduction: AudioNoiseReduction;
  readonly AudioTimestampType: AudioTimestampType;
  readonly AvatarConfig: AvatarConfig;
  readonly AvatarConfigTypes: AvatarConfigTypes;
  readonly AvatarOutputProtocol: AvatarOutputProtocol;
  readonly AzureAvatarVoiceSyncVoice: AzureAvatarVoiceSyncVoice;
  readonly AzureCustomVoice: AzureCustomVoice;
  readonly AzurePersonalVoice: AzurePersonalVoice;
  readonly AzureRealtimeNativeVoice: AzureRealtimeNativeVoice;
  readonly AzureRealtimeNativeVoiceName: AzureRealtimeNativeVoiceName;
  readonly AzureSemanticDetection: AzureSemanticDetection;
  readonly AzureSemanticDetectionEn: AzureSemanticDetectionEn;
  readonly AzureSemanticDetectionMultilingual: AzureSemanticDetectionMultilingual;
  readonly AzureSemanticVad: AzureSemanticVad;
  readonly AzureSemanticVadEn: AzureSemanticVadEn;
  readonly AzureSemanticVadMultilingual: AzureSemanticVadMultilingual;
  readonly AzureStandardVoice: AzureStandardVoice;
  readonly AzureVoice: AzureVoice;
  readonly AzureVoiceType: AzureVoiceType;
  readonly Background: Background;
  readonly CachedTokenDetails: CachedTokenDetails;
  readonly ClientEvent: ClientEvent;
  readonly ClientEventConversationItemCreate: ClientEventConversationItemCreate;
  readonly ClientEventConversationItemDelete: ClientEventConversationItemDelete;
  readonly ClientEventConversationItemRetrieve: ClientEventConversationItemRetrieve;
  readonly ClientEventConversationItemTruncate: ClientEventConversationItemTruncate;
  readonly ClientEventInputAudioBufferAppend: ClientEventInputAudioBufferAppend;
  readonly ClientEventInputAudioBufferClear: ClientEventInputAudioBufferClear;
  readonly ClientEventInputAudioBufferCommit: ClientEventInputAudioBufferCommit;
  readonly ClientEventInputAudioClear: ClientEventInputAudioClear;
  readonly ClientEventInputAudioTurnAppend: ClientEventInputAudioTurnAppend;
  readonly ClientEventInputAudioTurnCancel: ClientEventInputAudioTurnCancel;
  readonly ClientEventInputAudioTurnEnd: ClientEventInputAudioTurnEnd;
  readonly ClientEventInputAudioTurnStart: ClientEventInputAudioTurnStart;
  readonly ClientEventInputTextDelta: ClientEventInputTextDelta;
  readonly ClientEventInputTextDone: ClientEventInputTextDone;
  readonly ClientEventMcpApprovalResponse: ClientEventMcpApprovalResponse;
  readonly ClientEventOutputAudioBufferClear: ClientEventOutputAudioBufferClear;
  readonly ClientEventResponseCancel: ClientEventResponseCancel;
  readonly ClientEventResponseCreate: ClientEventResponseCreate;
  readonly ClientEventRtcCallSdpCreate: ClientEventRtcCallSdpCreate;
  readonly ClientEventSessionAvatarConnect: ClientEventSessionAvatarConnect;
  readonly ClientEventSessionUpdate: ClientEventSessionUpdate;
  readonly ClientEventType: ClientEventType;
  readonly ContentPart: ContentPart;
  readonly ContentPartType: ContentPartType;
  readonly ConversationItemBase: ConversationItemBase;
  readonly ConversationRequestItem: ConversationRequestItem;
  readonly EchoCancellationReferenceSource: EchoCancellationReferenceSource;
  readonly EouDetection: EouDetection;
  readonly EouThresholdLevel: EouThresholdLevel;
  readonly ErrorResponse: ErrorResponse;
  readonly FileSearchResult: FileSearchResult;
  readonly FoundryAgentTool: FoundryAgentTool;
  readonly FunctionCallItem: FunctionCallItem;
  readonly FunctionCallOutputItem: FunctionCallOutputItem;
  readonly FunctionTool: FunctionTool;
  readonly IceServer: IceServer;
  readonly InputAudioContentPart: InputAudioContentPart;
  readonly InputAudioFormat: InputAudioFormat;
  readonly InputTextContentPart: InputTextContentPart;
  readonly InputTokenDetails: InputTokenDetails;
  readonly InterimResponseConfig: InterimResponseConfig;
  readonly InterimResponseConfigBase: InterimResponseConfigBase;
  readonly InterimResponseConfigType: InterimResponseConfigType;
  readonly InterimResponseTrigger: InterimResponseTrigger;
  readonly ItemParamStatus: ItemParamStatus;
  readonly ItemType: ItemType;
  readonly LlmInterimResponseConfig: LlmInterimResponseConfig;
  readonly LogProbProperties: LogProbProperties;
  readonly MCPApprovalFilter: MCPApprovalFilter;
  readonly MCPApprovalResponseRequestItem: MCPApprovalResponseRequestItem;
  readonly MCPApprovalType: MCPApprovalType;
  readonly MCPServer: MCPServer;
  readonly MCPTool: MCPTool;
  readonly MessageContentPart: MessageContentPart;
  readonly MessageItem: MessageItem;
  readonly MessageRole: MessageRole;
  readonly Modality: Modality;
  readonly NoTurnDetection: NoTurnDetection;
  readonly NoTurnDetectionCapitalised: NoTurnDetectionCapitalised;
  readonly OAIVoice: OAIVoice;
  readonly OpenAIVoice: OpenAIVoice;
  readonly OutputAudioFormat: OutputAudioFormat;
  readonly OutputTextContentPart: OutputTextContentPart;
  readonly OutputTextHistoryContentPart: OutputTextHistoryContentPart;
  readonly OutputTokenDetails: OutputTokenDetails;
  readonly PersonalVoiceModels: PersonalVoiceModels;
  readonly PhotoAvatarBaseModes: PhotoAvatarBaseModes;
  readonly PreGeneratedAssistantMessage: PreGeneratedAssistantMessage;
  readonly RateLimit: RateLimit;
  readonly ReasoningEffort: ReasoningEffort;
  readonly RequestAudioContentPart: RequestAudioContentPart;
  readonly RequestImageContentPart: RequestImageContentPart;
  readonly RequestImageContentPartDetail: RequestImageContentPartDetail;
  readonly RequestSession: RequestSession;
  readonly RequestTextContentPart: RequestTextContentPart;
  readonly Response: Response;
  readonly ResponseAudioContentPart: ResponseAudioContentPart;
  readonly ResponseCancelledDetails: ResponseCancelledDetails;
  readonly ResponseCreateParams: ResponseCreateParams;
  readonly ResponseFailedDetails: ResponseFailedDetails;
  readonly ResponseFileSearchCallItem: ResponseFileSearchCallItem;
  readonly ResponseFoundryAgentCallItem: ResponseFoundryAgentCallItem;
  readonly ResponseFunctionCallItem: ResponseFunctionCallItem;
  readonly ResponseFunctionCallOutputItem: ResponseFunctionCallOutputItem;
  readonly ResponseIncompleteDetails: ResponseIncompleteDetails;
  readonly ResponseItem: ResponseItem;
  readonly ResponseItemStatus: ResponseItemStatus;
  readonly ResponseMCPApprovalRequestItem: ResponseMCPApprovalRequestItem;
  readonly ResponseMCPApprovalResponseItem: ResponseMCPApprovalResponseItem;
  readonly ResponseMCPCallItem: ResponseMCPCallItem;
  readonly ResponseMCPListToolItem: ResponseMCPListToolItem;
  readonly ResponseMessageItem: ResponseMessageItem;
  readonly ResponseOutputTextContentPart: ResponseOutputTextContentPart;
  readonly ResponseSession: ResponseSession;
  readonly ResponseStatus: ResponseStatus;
  readonly ResponseStatusDetails: ResponseStatusDetails;
  readonly ResponseTextContentPart: ResponseTextContentPart;
  readonly ResponseWebSearchCallItem: ResponseWebSearchCallItem;
  readonly RtcCallErrorDetails: RtcCallErrorDetails;
  readonly Scene: Scene;
  readonly SemanticVad: SemanticVad;
  readonly ServerEvent: ServerEvent;
  readonly ServerEventConversationItemCreated: ServerEventConversationItemCreated;
  readonly ServerEventConversationItemDeleted: ServerEventConversationItemDeleted;
  readonly ServerEventConversationItemDone: ServerEventConversationItemDone;
  readonly ServerEventConversationItemInputAudioTranscriptionCompleted: ServerEventConversationItemInputAudioTranscriptionCompleted;
  readonly ServerEventConversationItemInputAudioTranscriptionDelta: ServerEventConversationItemInputAudioTranscriptionDelta;
  readonly ServerEventConversationItemInputAudioTranscriptionFailed: ServerEventConversationItemInputAudioTranscriptionFailed;
  readonly ServerEventConversationItemRetrieved: ServerEventConversationItemRetrieved;
  readonly ServerEventConversationItemTruncated: ServerEventConversationItemTruncated;
  readonly ServerEventError: ServerEventError;
  readonly ServerEventErrorDetails: ServerEventErrorDetails;
  readonly ServerEventInputAudioBufferCleared: ServerEventInputAudioBufferCleared;
  readonly ServerEventInputAudioBufferCommitted: ServerEventInputAudioBufferCommitted;
  readonly ServerEventInputAudioBufferSpeechStarted: ServerEventInputAudioBufferSpeechStarted;
  readonly ServerEventInputAudioBufferSpeechStopped: ServerEventInputAudioBufferSpeechStopped;
  readonly ServerEventMcpListToolsCompleted: ServerEventMcpListToolsCompleted;
  readonly ServerEventMcpListToolsFailed: ServerEventMcpListToolsFailed;
  readonly ServerEventMcpListToolsInProgress: ServerEventMcpListToolsInProgress;
  readonly ServerEventOutputAudioBufferCleared: ServerEventOutputAudioBufferCleared;
  readonly ServerEventOutputAudioBufferStarted: ServerEventOutputAudioBufferStarted;
  readonly ServerEventOutputAudioBufferStopped: ServerEventOutputAudioBufferStopped;
  readonly ServerEventRateLimitsUpdated: ServerEventRateLimitsUpdated;
  readonly ServerEventResponseAnimationBlendshapeDelta: ServerEventResponseAnimationBlendshapeDelta;
  readonly ServerEventResponseAnimationBlendshapeDone: ServerEventResponseAnimationBlendshapeDone;
  readonly ServerEventResponseAnimationVisemeDelta: ServerEventResponseAnimationVisemeDelta;
  readonly ServerEventResponseAnimationVisemeDone: ServerEventResponseAnimationVisemeDone;
  readonly ServerEventResponseAudioDelta: ServerEventResponseAudioDelta;
  readonly ServerEventResponseAudioDone: ServerEventResponseAudioDone;
  readonly ServerEventResponseAudioTimestampDelta: ServerEventResponseAudioTimestampDelta;
  readonly ServerEventResponseAudioTimestampDone: ServerEventResponseAudioTimestampDone;
  readonly ServerEventResponseAudioTranscriptAnnotationAdded: ServerEventResponseAudioTranscriptAnnotationAdded;
  readonly ServerEventResponseAudioTranscriptDelta: ServerEventResponseAudioTranscriptDelta;
  readonly ServerEventResponseAudioTranscriptDone: ServerEventResponseAudioTranscriptDone;
  readonly ServerEventResponseContentPartAdded: ServerEventResponseContentPartAdded;
  readonly ServerEventResponseContentPartDone: ServerEventResponseContentPartDone;
  readonly ServerEventResponseCreated: ServerEventResponseCreated;
  readonly ServerEventResponseDone: ServerEventResponseDone;
  readonly ServerEventResponseFileSearchCallCompleted: ServerEventResponseFileSearchCallCompleted;
  readonly ServerEventResponseFileSearchCallInProgress: ServerEventResponseFileSearchCallInProgress;
  readonly ServerEventResponseFileSearchCallSearching: ServerEventResponseFileSearchCallSearching;
  readonly ServerEventResponseFoundryAgentCallArgumentsDelta: ServerEventResponseFoundryAgentCallArgumentsDelta;
  readonly ServerEventResponseFoundryAgentCallArgumentsDone: ServerEventResponseFoundryAgentCallArgumentsDone;
  readonly ServerEventResponseFoundryAgentCallCompleted: ServerEventResponseFoundryAgentCallCompleted;
  readonly ServerEventResponseFoundryAgentCallFailed: ServerEventResponseFoundryAgentCallFailed;
  readonly ServerEventResponseFoundryAgentCallInProgress: ServerEventResponseFoundryAgentCallInProgress;
  readonly ServerEventResponseFunctionCallArgumentsDelta: ServerEventResponseFunctionCallArgumentsDelta;
  readonly ServerEventResponseFunctionCallArgumentsDone: ServerEventResponseFunctionCallArgumentsDone;
  readonly ServerEventResponseInvocationDelta: ServerEventResponseInvocationDelta;
  readonly ServerEventResponseMcpCallArgumentsDelta: ServerEventResponseMcpCallArgumentsDelta;
  readonly ServerEventResponseMcpCallArgumentsDone: ServerEventResponseMcpCallArgumentsDone;
  readonly ServerEventResponseMcpCallCompleted: ServerEventResponseMcpCallCompleted;
  readonly ServerEventResponseMcpCallFailed: ServerEventResponseMcpCallFailed;
  readonly ServerEventResponseMcpCallInProgress: ServerEventResponseMcpCallInProgress;
  readonly ServerEventResponseOutputItemAdded: ServerEventResponseOutputItemAdded;
  readonly ServerEventResponseOutputItemDone: ServerEventResponseOutputItemDone;
  readonly ServerEventResponseTextDelta: ServerEventResponseTextDelta;
  readonly ServerEventResponseTextDone: ServerEventResponseTextDone;
  readonly ServerEventResponseVideoDelta: ServerEventResponseVideoDelta;
  readonly ServerEventResponseWebSearchCallCompleted: ServerEventResponseWebSearchCallCompleted;
  readonly ServerEventResponseWebSearchCallInProgress: ServerEventResponseWebSearchCallInProgress;
  readonly ServerEventResponseWebSearchCallSearching: ServerEventResponseWebSearchCallSearching;
  readonly ServerEventRtcCallError: ServerEventRtcCallError;
  readonly ServerEventRtcCallSdpCreated: ServerEventRtcCallSdpCreated;
  readonly ServerEventSessionAvatarConnecting: ServerEventSessionAvatarConnecting;
  readonly ServerEventSessionAvatarSwitchToIdle: ServerEventSessionAvatarSwitchToIdle;
  readonly ServerEventSessionAvatarSwitchToSpeaking: ServerEventSessionAvatarSwitchToSpeaking;
  readonly ServerEventSessionCreated: ServerEventSessionCreated;
  readonly ServerEventSessionUpdated: ServerEventSessionUpdated;
  readonly ServerEventType: ServerEventType;
  readonly ServerEventWarning: ServerEventWarning;
  readonly ServerEventWarningDetails: ServerEventWarningDetails;
  readonly ServerVad: ServerVad;
  readonly SessionBase: SessionBase;
  readonly SessionIncludeOption: SessionIncludeOption;
  readonly SmartEndOfTurnDetection: SmartEndOfTurnDetection;
  readonly StaticInterimResponseConfig: StaticInterimResponseConfig;
  readonly SystemMessageItem: SystemMessageItem;
  readonly TokenUsage: TokenUsage;
  readonly Tool: Tool;
  readonly ToolChoice: ToolChoice;
  readonly ToolChoiceFunctionObject: ToolChoiceFunctionObject;
  readonly ToolChoiceLiteral: ToolChoiceLiteral;
  readonly ToolChoiceObject: ToolChoiceObject;
  readonly ToolType: ToolType;
  readonly TranscriptionPhrase: TranscriptionPhrase;
  readonly TranscriptionWord: TranscriptionWord;
  readonly TurnDetection: TurnDetection;
  readonly TurnDetectionType: TurnDetectionType;
  readonly UserMessageItem: UserMessageItem;
  readonly VideoCrop: VideoCrop;
  readonly VideoParams: VideoParams;
  readonly VideoResolution: VideoResolution;
  readonly Voice: Voice;
  readonly VoiceLiveErrorDetails: VoiceLiveErrorDetails;
}

/** Name of a definition that a value can be checked against. */
export type ShapeName = keyof Definitions;
