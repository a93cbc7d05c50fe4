import { numberWords } from './numbers.js';

/** Fixed lines of the default scenario; each is one bundled clip, so that they sound good without espeak-ng. */
export const lines = {
  greeting: 'Hello! I am the voice live emulator. How can I help you?',
  again: 'Is there anything else?',
  help: 'You can ask for the time, for the weather of a city, for a story, or ask me to count.',
  error: 'This is the error that you asked for.',
  notCaught: 'I did not catch that. You said:',
  weatherFailed: 'I could not get the weather. The tool said:',
  toolMissing:
    'I have no weather tool in this session. Declare a function get_weather with a text parameter city, and I will call it.',
} as const;

/** Cities whose weather the default scenario knows. */
export const cities = [
  'Oslo',
  'Bergen',
  'London',
  'Paris',
  'Berlin',
  'Madrid',
  'Rome',
  'Tokyo',
  'Sydney',
  'Seattle',
] as const;

/** Words for the sky in a weather report of the default scenario. */
export const skies = ['sunny', 'cloudy', 'raining', 'snowing', 'windy'] as const;

/** The story of the default scenario: just under 40 s when spoken. */
export const story = [
  'Once there was a lighthouse keeper who had a very small boat and a very large voice.',
  'Every evening she rowed out to the reef and sang to the ships, so that they knew where the rocks were.',
  'One night the fog was so thick that even her song could not get through it.',
  'So she stopped singing, and listened.',
  'Far away she heard a bell, and then the slow breath of an engine.',
  'She answered with three short notes, and the bell answered with three of its own.',
  'Note by note, the keeper led the ship around the reef and into the harbour.',
  'Since then she always says that a good voice begins with a good ear.',
].join(' ');

/**
 * Counting aloud from one: `One, two, three, … sixty.` The voice speaks such a list at one number a second.
 * @param last the number to stop at
 */
export function countLine(last: number): string {
  const words = Array.from({ length: last }, (_, index) => numberWords(index + 1)).join(', ');
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}.`;
}
