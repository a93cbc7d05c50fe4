import type { Activity } from '../../session/selectors.js';
import { span, type Span } from '../text/rows.js';

/** What the session is doing, as a sign and a word: the sign helps the eye, the word says it. */
export function activityLabel(activity: Activity): Span {
  switch (activity) {
    case 'connecting':
      return span('◌ connecting', 'warning');
    case 'reconnecting':
      return span('◌ reconnecting', 'warning');
    case 'listening':
      return span('○ listening', 'user');
    case 'hearing-you':
      return span('◉ hearing you', 'live');
    case 'recording':
      return span('● recording you', 'live');
    case 'sending':
      return span('↑ sending', 'user');
    case 'thinking':
      return span('∙ thinking', 'assistant');
    case 'speaking':
      return span('♪ speaking', 'assistant');
    case 'approval':
      return span('? needs your consent', 'warning');
    case 'closed':
      return span('■ closed', 'dim');
    case 'idle':
      return span('○ ready', 'plain');
  }
}
