import type { JsonObject } from '../../shared/json.js';
import type { McpCalls } from '../mcp/mcp-calls.js';
import type { MediaOutputs } from '../media/media-outputs.js';
import type { OutputPlace } from '../kernel/output-item.js';
import type { SessionContext } from '../kernel/session-context.js';
import type { ResponseSettings } from './response-settings.js';

export type ItemEnd = 'completed' | 'incomplete';

/** An output item that is being streamed. */
export interface OutputStream {
  /** Sends the `done` events of the item. @returns the final item */
  close(status: ItemEnd): JsonObject;
}

/** A response as seen by the code that produces its items. */
export interface RunHandle {
  readonly context: SessionContext;
  readonly settings: ResponseSettings;
  readonly mcpCalls: McpCalls;
  readonly media: MediaOutputs;
  /**
   * True once the response has ended and nothing more may be sent. Ends it at its token limit.
   * @param nextTokens what is to be sent next
   */
  stopped(nextTokens?: number): boolean;
  /** Where the next item goes. */
  place(): OutputPlace;
  /** Sets the open item, which is closed as incomplete if the response ends early. */
  open(stream: OutputStream): void;
  closeStream(status: ItemEnd): void;
  countText(tokens: number): void;
  countAudio(ms: number): void;
  /** Ends the response early. */
  end(status: 'incomplete', details: JsonObject): void;
}
