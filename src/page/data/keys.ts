/** What a key of the page does. */
export type Command =
  | 'play'
  | 'back'
  | 'forward'
  | 'previous-turn'
  | 'next-turn'
  | 'previous-word'
  | 'next-word'
  | 'previous-mark'
  | 'next-mark'
  | 'start'
  | 'end'
  | 'zoom-in'
  | 'zoom-out'
  | 'zoom-whole'
  | 'filter'
  | 'theme'
  | 'help';

interface Key {
  readonly command: Command;
  /** As the browser names it, behind `Shift+` where that matters. */
  readonly key: string;
  readonly shown: string;
  readonly does: string;
}

/** The keys of the page: for its help, and for its script. */
export const keys: readonly Key[] = [
  { command: 'play', key: ' ', shown: 'Space', does: 'play or pause' },
  { command: 'back', key: 'ArrowLeft', shown: '←', does: 'back 5 s' },
  { command: 'forward', key: 'ArrowRight', shown: '→', does: 'forward 5 s' },
  { command: 'previous-turn', key: 'Shift+ArrowLeft', shown: 'Shift ←', does: 'previous turn' },
  { command: 'next-turn', key: 'Shift+ArrowRight', shown: 'Shift →', does: 'next turn' },
  { command: 'previous-word', key: ',', shown: ',', does: 'previous word' },
  { command: 'next-word', key: '.', shown: '.', does: 'next word' },
  { command: 'previous-mark', key: '[', shown: '[', does: 'previous interruption or error' },
  { command: 'next-mark', key: ']', shown: ']', does: 'next interruption or error' },
  { command: 'start', key: 'Home', shown: 'Home', does: 'start (on the time line)' },
  { command: 'end', key: 'End', shown: 'End', does: 'end (on the time line)' },
  { command: 'zoom-in', key: '+', shown: '+', does: 'zoom in' },
  { command: 'zoom-out', key: '-', shown: '-', does: 'zoom out' },
  { command: 'zoom-whole', key: '0', shown: '0', does: 'the whole recording' },
  { command: 'filter', key: '/', shown: '/', does: 'filter events' },
  { command: 'theme', key: 't', shown: 't', does: 'light or dark' },
  { command: 'help', key: '?', shown: '?', does: 'show keys' },
];
