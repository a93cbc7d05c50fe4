/**
 * Scripts that are refused: the text, the message, and whether an editor can know it from the schema alone.
 */
export const badScripts: readonly (readonly [
  text: string,
  message: string,
  known: 'by schema' | 'by program',
])[] = [
  ['', 'a.yaml:1:1: the file is empty.', 'by program'],
  ['turns: [hi', 'a.yaml:1:11: ', 'by program'],
  ['turns:\n\t- hi\n', 'a.yaml:2:1: a tab cannot indent YAML; use spaces.', 'by program'],
  ['- hi\n', 'a.yaml:1:1: expected an object; found an array.', 'by schema'],
  ['just words\n', 'a.yaml:1:1: expected an object; found a string.', 'by schema'],
  ['name: x\n', 'a.yaml:1:1: expected exactly one of "turns", "caller"; found none.', 'by schema'],
  [
    'turns: [hi]\ncaller: {instructions: a, goal: b}\n',
    'a.yaml:1:1: expected exactly one of "turns", "caller"; found "turns" and "caller".',
    'by schema',
  ],
  [
    'turns: []\n',
    'a.yaml:1:8: turns: expected an array of at least 1 item; found an empty array.',
    'by schema',
  ],
  ['turns: [hi]\nnmae: x\n', 'a.yaml:2:1: nmae: unknown key. Did you mean "name"?', 'by schema'],
  [
    'turns: [{sya: hi}]\n',
    'a.yaml:1:10: turns[0].sya: unknown key. Did you mean "say"?',
    'by schema',
  ],
  [
    'turns: [{say: hi, text: hi}]\n',
    'a.yaml:1:9: turns[0]: expected exactly one of "text", "say", ',
    'by schema',
  ],
  [
    'turns: [{interrupt: false}]\n',
    'a.yaml:1:21: turns[0].interrupt: expected true; found false.',
    'by schema',
  ],
  [
    'turns: [{say: hi, at: later}]\n',
    'a.yaml:1:23: turns[0].at: expected "settled" or "now"; found "later".',
    'by schema',
  ],
  [
    'turns: [{say: hi, at: {heard: 2 hours}}]\n',
    'a.yaml:1:31: turns[0].at.heard: expected a duration such as 800ms or 2s; found "2 hours".',
    'by schema',
  ],
  [
    'turns: [{wait: {event: response.don}}]\n',
    'a.yaml:1:24: turns[0].wait.event: expected one of "response.done", ',
    'by schema',
  ],
  [
    'turns: [{silence: -5}]\n',
    'a.yaml:1:19: turns[0].silence: expected a number from 0 to 86400000; found -5.',
    'by schema',
  ],
  [
    'turns: [{text: hi, expect: {latncy: 800ms}}]\n',
    'a.yaml:1:29: turns[0].expect.latncy: unknown key. Did you mean "latency"?',
    'by schema',
  ],
  [
    'turns: [hi]\nexpect: {latency.p91: 800ms}\n',
    'a.yaml:2:10: expect.latency.p91: unknown key. Did you mean "latency.p90"?',
    'by schema',
  ],
  [
    'turns: [{text: hi, expect: {latency.p90: 800ms}}]\n',
    'a.yaml:1:29: turns[0].expect.latency.p90: unknown key',
    'by schema',
  ],
  [
    'turns: [{text: hi, expect: {}}]\n',
    'a.yaml:1:28: turns[0].expect: expected at least ',
    'by schema',
  ],
  [
    'turns: [{text: hi, expect: {reply: {matches: "("}}}]\n',
    'a.yaml:1:46: turns[0].expect.reply.matches: expected a regular expression that compiles (unterminated group); found "(".',
    'by program',
  ],
  [
    'turns: [{text: hi, expect: {status: done}}]\n',
    'a.yaml:1:37: turns[0].expect.status: expected one of "completed", "cancelled", "failed", "incomplete"; found "done".',
    'by schema',
  ],
  [
    'turns: [{text: hi, expect: {events: [{type: response.done, where: {"a..b": 1}}]}}]\n',
    'a.yaml:1:76: turns[0].expect.events[0].where.a..b: expected a path such as response.status or item.content[0].text; found "a..b".',
    'by program',
  ],
  [
    'turns: [hi]\njudge: {votes: 2}\n',
    'a.yaml:2:16: judge.votes: expected an odd number, so that votes never tie; found 2.',
    'by program',
  ],
  [
    'turns: [{send: {type: response.creat}}]\n',
    'a.yaml:1:23: turns[0].send.type: expected one of "response.create", ',
    'by schema',
  ],
  [
    'turns: [hi]\nsession: {temperatur: 1}\n',
    'a.yaml:2:11: session.temperatur: unknown key. Did you mean "temperature"?',
    'by schema',
  ],
  [
    'turns: [hi]\noptions: {modle: x}\n',
    'a.yaml:2:11: options.modle: unknown key. Did you mean "model"?',
    'by schema',
  ],
  [
    'turns: [hi]\noptions: {temperature: hot}\n',
    'a.yaml:2:24: Option temperature: found "hot", expected a number from 0, such as 0.8.',
    'by program',
  ],
  [
    'vars: {city: Oslo}\nturns: ["${ctiy}"]\n',
    'a.yaml:2:9: turns[0]: expected a variable of "vars" or --var (there are city); found "${ctiy}". Did you mean "${city}"?',
    'by program',
  ],
  [
    'turns: ["${env:NO_SUCH}"]\n',
    'a.yaml:1:9: turns[0]: expected an environment variable that is set; found "${env:NO_SUCH}".',
    'by program',
  ],
  [
    'vars: {city: [a]}\nturns: [hi]\n',
    'a.yaml:1:14: vars.city: expected a string or a number or true or false; found an array.',
    'by schema',
  ],
  [
    'turns: [{repeat: 200, turns: [{repeat: 200, turns: [hi]}]}]\n',
    'a.yaml:1:18: turns[0].repeat: expected at most 10000 steps; found 200, which makes 40000 steps.',
    'by program',
  ],
  [
    'turns: [{play: nothing.wav}]\n',
    'a.yaml:1:16: turns[0].play: expected a file; found "nothing.wav", which does not exist.',
    'by program',
  ],
  [
    'turns: [{image: "http://a.example/b.png"}]\n',
    'a.yaml:1:17: turns[0].image: expected a file, or an https URL; found another URL.',
    'by program',
  ],
  [
    'turns: [{include: nothing.yaml}]\n',
    'a.yaml:1:19: Include: nothing.yaml does not exist.',
    'by program',
  ],
];
