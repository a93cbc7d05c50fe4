/**
 * Short things users say to a voice agent that sound a little like a scenario's phrases. They compete with
 * the phrases, so that they are not taken for one.
 */
export const decoys: readonly string[] = [
  'stop',
  'okay',
  'yes please',
  'no thank you',
  'thank you',
  'goodbye',
  'please wait',
  'never mind',
  'how are you',
  'how old are you',
  'who are you',
  'where are you',
  'what is your name',
  'what is this',
  'what day is it',
  'tell me more',
  'tell me a joke',
  'tell me about yourself',
];
