/** Thirty phrases that the default scenario understands by ear. */
export const spoken: readonly string[] = [
  'hello',
  'good morning',
  'who are you',
  'help me please',
  'what can you do',
  'what can I say',
  'what time is it',
  'tell me the time',
  'what is the time',
  'what is the weather in Oslo',
  'what is the weather in Bergen',
  'what is the weather in London',
  'what is the weather in Paris',
  'what is the weather like in Berlin',
  'what is the weather like in Madrid',
  'what is the weather like in Seattle',
  'tell me the weather in Rome',
  'tell me the weather in Tokyo',
  'tell me the weather in Sydney',
  'tell me the weather in Madrid',
  'please count',
  'count for me',
  'count aloud',
  'count to sixty',
  'tell me a story',
  'tell a story',
  'a story please',
  'show me an error',
  'give me an error',
  'make an error',
];

/** Sentences that it does not, some of which begin or end like one that it does. */
export const unknown: readonly string[] = [
  'my train leaves in twenty minutes',
  'where did I put my keys',
  'could you book a table for four people',
  'what do you think about modern art',
  'the cat is sleeping on the sofa',
  'turn off the lights in the kitchen',
  'tell me the name of the president',
  'how much does a new bicycle cost',
  'I would like to order a pizza',
  'please call my mother',
  'show me the way to the station',
  'count on me',
  'what is the capital of France',
  'the weather was lovely yesterday',
  'give me a minute',
  'so she stopped singing and listened',
];

/** A voice of a program that speaks. */
export interface Speaker {
  readonly program: 'espeak-ng' | 'flite';
  readonly voice: string;
}

const espeakVoices = 'en-us en-us+f2 en-us+f3 en-us+m3 en-us+m7 en-us+Andy en-gb en-gb-scotland';
const fliteVoices = 'kal16 awb rms slt';

export const speakers: readonly Speaker[] = [
  ...espeakVoices.split(' ').map((voice): Speaker => ({ program: 'espeak-ng', voice })),
  ...fliteVoices.split(' ').map((voice): Speaker => ({ program: 'flite', voice })),
];

/** Voices with which the recogniser's parameters were not tuned. */
export const heldOut: readonly string[] =
  'en-us+f2 en-us+m3 en-us+Andy en-gb-scotland awb rms'.split(' ');

/** Words a minute: of espeak-ng; flite's own pace counts as 165. */
export const speeds: readonly number[] = [130, 150, 175, 200];

/** Level of the speech above pink noise, dB; undefined for none. */
export const snrs: readonly (number | undefined)[] = [undefined, 20, 10];
