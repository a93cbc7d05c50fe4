import { outageWords } from '../../session/connection/outage.js';
import { partsOpening } from '../../session/connection/parts.js';
import { activity, type Activity } from '../../session/selectors.js';
import type { SessionState } from '../../session/state.js';
import { span, type Span } from '../text/rows.js';

/**
 * What the session is doing, as a sign and a word. Before it starts: what is being opened for it.
 */
export function activityLabel(state: SessionState): Span {
  const works = state.connection.phase === 'closed' ? [] : partsOpening(state);
  return works.length > 0
    ? span(`◌ ${works.join(' · ')}`, 'warning')
    : labelOf(activity(state), outageWords(state));
}

function labelOf(doing: Activity, outage: string | undefined): Span {
  switch (doing) {
    case 'connecting':
      return span('◌ connecting', 'warning');
    case 'reconnecting':
      return span(`◌ ${outage ?? 'reconnecting'}`, 'warning');
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
    case 'replying':
      return span('∙ replying', 'assistant');
    case 'speaking':
      return span('♪ speaking', 'assistant');
    case 'approval':
      return span('? waiting for approval', 'warning');
    case 'closed':
      return span('■ closed', 'dim');
    case 'idle':
      return span('○ ready', 'plain');
  }
}
