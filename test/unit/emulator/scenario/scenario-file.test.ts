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
      expect(error).toMatchObject({ code: 'invalid-scenario', exitCode: 2 });
      return `${error.message} ${error.hint ?? ''}`;
    }
    throw error;
  }
  return 'no complaint';
}

describe('a scenario file', () => {
  it.each([
    ['turns:\n  - phrases: hi\n    sya: Hello', 'turns[0].sya', 'Did you mean "say"?'],
    ['turns:\n  - phrases: hi', 'turns[0]', 'exactly one of say, call, '],
    ['turns:\n  - phrases: hi\n    say: a\n    silence: true', 'turns[0]', 'exactly one of'],
    ['turns: []', 'turns', 'a list that is not empty'],
    ['turns:\n  - phrases: 5\n    say: a', 'turns[0].phrases', 'found 5'],
    ['turns:\n  - phrases: in {city}\n    say: a', 'turns[0].phrases', '{city}'],
    [
      'turns:\n  - phrases: hi\n    error: {message: m, where: evnt}',
      'where',
      'Did you mean "event"?',
    ],
    [
      'turns:\n  - phrases: hi\n    steps: [{ sai: Hello }]',
      'turns[0].steps[0].sai',
      'Did you mean "say"?',
    ],
    [
      'turns:\n  - phrases: hi\n    emit: { type: warnin }',
      'turns[0].emit.type',
      'Did you mean "warning"?',
    ],
    ['turns:\n  - phrases: hi\n    emit: { type: warning }', 'turns[0].emit', 'warning'],
    [
      "turns:\n  - phrases: hi\n    emit: { type: response.video.delta, output_index: '{{x}}' }",
      'turns[0].emit',
      'not {{x}}',
    ],
    ['turns:\n  - phrases: hi\n    wait_ms: -1', 'turns[0].wait_ms', 'a number above 0'],
    ['turns:\n  - phrases: hi\n    say: a\n    cut_off: rules', 'cut_off', 'content_filter'],
    [
      'service: { sesion_limit_s: 1 }\nturns: [{ phrases: a, say: b }]',
      'service',
      'Did you mean "session_limit_s"?',
    ],
    ['- a\n- b', 'the file', 'an object'],
    ['', 'the file', 'an object'],
    ['a: [', 'mine.yaml', 'YAML'],
  ])('that is wrong is named with place, finding and expectation: %j', (yaml, place, text) => {
    const said = complaint(yaml);
    expect(said).toContain('mine.yaml');
    expect(said).toContain(place);
    expect(said).toContain(text);
  });

  it('that is not there is named', async () => {
    await expect(loadScenario('/no/such.yaml')).rejects.toMatchObject({
      code: 'scenario-not-readable',
      exitCode: 2,
    });
  });
});

describe('the default scenario', () => {
  it('says the lines that the bundled voice has clips for', async () => {
    const { greeting, turns, slots } = await loadScenario();
    const said = turns
      .flatMap(({ steps }) => steps)
      .map((step) => (step.type === 'say' ? step.line : ''));
    expect(greeting).toBe(lines.greeting);
    expect(said).toEqual(
      expect.arrayContaining([lines.greeting, lines.help, story, countLine(60)]),
    );
    expect(slots['city']?.values).toEqual(cities);
  });

  it('matches every phrase it lists, spoken or typed', async () => {
    const { turns, slots } = await loadScenario();
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
  ])('takes %j for the turn of %j', async (text, phrase) => {
    const { turns, slots } = await loadScenario();
    const match = matchPhrase(text, turns, slots);
    if (phrase === undefined) expect(match).toBeUndefined();
    else expect(match?.turn.phrases).toContain(phrase);
  });

  it('binds the city, in its own spelling if it is a known one', async () => {
    const { turns, slots } = await loadScenario();
    const cityOf = (text: string): string | undefined =>
      matchPhrase(text, turns, slots)?.slots['city'];
    expect(cityOf('weather in brgen')).toBe('Bergen');
    expect(cityOf('weather in são paulo please')).toBe('Sao Paulo');
    expect(cityOf('weather in oslo please')).toBe('Oslo');
  });
});
