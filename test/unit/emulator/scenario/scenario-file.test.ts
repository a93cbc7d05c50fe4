import { describe, expect, it } from 'vitest';
import { loadScenario, parseScenario } from '../../../../src/emulator/scenario/scenario-file.js';
import { matchPhrase, spokenPhrases } from '../../../../src/emulator/scenario/phrases.js';
import { cities, countLine, lines, story } from '../../../../src/emulator/voice/default-lines.js';
import { VoiceliveError } from '../../../../src/shared/errors.js';

function complaint(yaml: string): string {
  try {
    parseScenario(yaml, 'mine.yaml');
  } catch (error) {
    if (error instanceof VoiceliveError) {
      expect(error.exitCode).toBe(2);
      return error.message;
    }
    throw error;
  }
  return 'no complaint';
}

describe('a scenario file', () => {
  it.each([
    [
      'turns:\n  - phrases: hi\n    sya: Hello',
      '3:5: turns[0].sya: unknown key. Did you mean "say"?',
    ],
    ['turns:\n  - phrases: hi', '2:5: turns[0]: expected exactly one of "steps", "say", "call", '],
    ['turns:\n  - phrases: hi\n    say: a\n    silence: true', '; found "say" and "silence".'],
    [
      'turns:\n  - phrases: hi\n    silence: true\n    then: b',
      '4:5: turns[0].then: unknown key; expected one of "phrases", "typed", "pattern", "transcription", "silence".',
    ],
    ['turns: []', '1:8: turns: expected an array of at least 1 item; found an empty array.'],
    [
      'turns:\n  - phrases: 5\n    say: a',
      '2:14: turns[0].phrases: expected text, or a list of texts; found 5.',
    ],
    [
      "turns:\n  - phrases: [hi, '{city}']\n    say: a",
      '2:19: turns[0].phrases[1]: expected only slots declared under "slots"; found {city}.',
    ],
    [
      'slots: {city: [Oslo]}\nturns:\n  - phrases: in {city}\n    typed: at {town}\n    say: a',
      '4:12: turns[0].typed: expected only slots declared under "slots"; found {town}.',
    ],
    [
      'turns:\n  - phrases: hi\n    error: {message: m, where: evnt}',
      'error.where: expected "event" or "response"; found "evnt". Did you mean "event"?',
    ],
    [
      'turns:\n  - phrases: hi\n    steps: [{ sai: Hello }]',
      '3:15: turns[0].steps[0].sai: unknown key. Did you mean "say"?',
    ],
    [
      'turns:\n  - phrases: hi\n    emit: { type: warnin }',
      'found "warnin". Did you mean "warning"?',
    ],
    ['turns:\n  - phrases: hi\n    emit: { type: warning }', 'turns[0].emit.warning: missing;'],
    [
      "turns:\n  - phrases: hi\n    emit: { type: response.video.delta, output_index: '{{x}}' }",
      '3:11: turns[0].emit: expected only {{response_id}}, ',
    ],
    [
      'turns:\n  - phrases: hi\n    wait_ms: -1',
      '3:14: turns[0].wait_ms: expected a number above 0',
    ],
    ['turns:\n  - phrases: hi\n    wait_ms:', 'wait_ms: expected a number above 0; found null.'],
    [
      'turns:\n  - phrases: hi\n    say: a\n    cut_off: rules',
      'cut_off: expected "content_filter" or "max_output_tokens"; found "rules".',
    ],
    [
      'service: { sesion_limit_s: 1 }\nturns: [{ phrases: a, say: b }]',
      '1:12: service.sesion_limit_s: unknown key. Did you mean "session_limit_s"?',
    ],
    [
      'turns:\n  - say: hi',
      '2:5: turns[0]: expected phrases, typed or pattern; found none of them.',
    ],
    ['turns:\n  - pattern: (\n    say: hi', '2:14: turns[0].pattern: '],
    ['- a\n- b', '1:1: expected an object; found an array.'],
    ['', '1:1: the file is empty.'],
    ['a: [', '1:5: '],
  ])('that is wrong is named with its place: %j', (yaml, line) => {
    const said = complaint(yaml);
    expect(said).toMatch(/^mine\.yaml:\d+:\d+: .*$/);
    expect(said).toContain(line);
  });

  it('tells everything that is wrong at once, in the order of the file', () => {
    const said = complaint(
      'greting: Hi\nturns:\n  - phrases: in {city}\n    say: 5\n  - phrases: hi\n    sya: a\n    typed: []',
    );
    expect(said.split('\n').map((line) => line.split(': ').slice(0, 2))).toEqual([
      ['mine.yaml:1:1', 'greting'],
      ['mine.yaml:3:14', 'turns[0].phrases'],
      ['mine.yaml:4:10', 'turns[0].say'],
      ['mine.yaml:6:5', 'turns[1].sya'],
      ['mine.yaml:7:12', 'turns[1].typed'],
    ]);
  });

  it('may leave out everything that has a default, or leave it empty', () => {
    const yaml = 'name:\nslots:\nservice:\nturns: [{ phrases: " hi ", say: " Hello " }]';
    expect(parseScenario(yaml, 'mine.yaml')).toMatchObject({
      name: 'mine.yaml',
      slots: {},
      turns: [
        { phrases: ['hi'], typed: [], pattern: undefined, steps: [{ type: 'say', line: 'Hello' }] },
      ],
      idle: 'Are you still there?',
      service: { sessionLimitS: 3600, mcpServers: {} },
    });
  });

  it('that is not there is named', () => {
    expect(() => loadScenario('/no/such.yaml')).toThrow(
      expect.objectContaining({ code: 'file-unreadable', exitCode: 2 }),
    );
  });
});

describe('the default scenario', () => {
  it('says the lines that the bundled voice has clips for', () => {
    const { greeting, turns, slots } = loadScenario();
    const said = turns
      .flatMap(({ steps }) => steps)
      .map((step) => (step.type === 'say' ? step.line : ''));
    expect(greeting).toBe(lines.greeting);
    expect(said).toEqual(
      expect.arrayContaining([lines.greeting, lines.help, story, countLine(60)]),
    );
    expect(slots['city']?.values).toEqual(cities);
  });

  it('matches every phrase it lists, spoken or typed', () => {
    const { turns, slots } = loadScenario();
    for (const { pattern } of spokenPhrases(turns, slots)) {
      const match = matchPhrase(pattern.replace('{city}', 'Oslo'), turns, slots);
      expect(match?.turn.phrases).toContain(pattern);
    }
  });

  it.each([
    ['Hi!', 'hello'],
    ['could you tell me what time it is', 'what time is it'],
    ['Hey, what time is it?', 'what time is it'],
    ['whats teh wether in Brgen', 'what is the weather in {city}'],
    ["What's the weather in New York", 'what is the weather in {city}'],
    ['the story of my life is long and has no hello in it', undefined],
    ['', undefined],
    ['time flies like an arrow and fruit flies like a banana', undefined],
  ])('takes %j for the turn of %j', (text, phrase) => {
    const { turns, slots } = loadScenario();
    const match = matchPhrase(text, turns, slots);
    if (phrase === undefined) expect(match).toBeUndefined();
    else expect(match?.turn.phrases).toContain(phrase);
  });

  it('binds the city, in its own spelling if it is a known one', () => {
    const { turns, slots } = loadScenario();
    const cityOf = (text: string): string | undefined =>
      matchPhrase(text, turns, slots)?.slots['city'];
    expect(cityOf('weather in brgen')).toBe('Bergen');
    expect(cityOf('weather in são paulo please')).toBe('Sao Paulo');
    expect(cityOf('weather in oslo please')).toBe('Oslo');
  });
});
