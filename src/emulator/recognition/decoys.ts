/**
 * Short things that people say to a voice agent and that sound a little like the phrases of a scenario. They are in the
 * grammar so that they are heard as themselves, and then answered with "not one of the phrases".
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
