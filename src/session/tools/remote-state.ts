import type { RateLimit } from '../../protocol/generated/types.js';

/** An item of the conversation, as the service reported it. */
export interface ConversationItem {
  readonly id: string;
  readonly type: string;
  /** Role and words, or name and arguments; shortened. */
  readonly summary: string;
}

/** An MCP server of the session and the list of its tools. */
export interface McpServerState {
  /** Id of the `mcp_list_tools` item. */
  readonly itemId: string;
  readonly label?: string;
  readonly tools: readonly string[];
  readonly phase: 'listing' | 'ready' | 'failed';
}

/** What the mouth does while an item is heard: visemes, or how far the jaw is open for each blend shape frame. */
export interface MouthTrack {
  readonly itemId: string;
  /** Offset in the item's audio and Azure viseme id (0 is silence), in ascending order; bounded. */
  readonly visemes: readonly (readonly [offsetMs: number, visemeId: number])[];
  /** Opening of the jaw, 0 to 1, 60 frames a second; bounded. */
  readonly jaw: readonly number[];
}

/** What the service runs and keeps on its side. */
export interface RemoteState {
  /** Items of the conversation in the order in which they were reported; the oldest are forgotten. */
  readonly items: readonly ConversationItem[];
  /** Items deleted because their turn was asked again: nobody needs to be told; bounded. */
  readonly withdrawn: readonly string[];
  readonly servers: readonly McpServerState[];
  /** As last reported; the service may never do so. */
  readonly rateLimits: readonly RateLimit[];
  readonly avatar: {
    readonly phase: 'none' | 'connecting' | 'idle' | 'speaking';
  };
  /** Playback of a WebRTC call or an avatar, which the service does itself. */
  readonly outputBuffer: 'unknown' | 'playing' | 'stopped' | 'cleared';
}
